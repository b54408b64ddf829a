using System.Text.RegularExpressions;
using Locket.Tests.Support;

namespace Locket.Tests;

/// <summary>
/// The 39 flaws that were found in the server this one is made after, and for each the test that shows it is not here. A row that
/// waits for a capability is skipped by that name until a test with the name stands in the sources.
/// </summary>
public partial class OriginFlawsTests
{
    private static readonly HashSet<string> Tests =
        [.. SourceTree.Files("tests").SelectMany(file => TestMethod().Matches(file.Text).Select(match => match.Groups[1].Value))];

    public static TheoryData<int, string, string, string?> Flaws() => new()
    {
        { 1, "any token reads every user", "A_token_that_may_not_is_refused_before_anything_happens", null },
        { 2, "the model fills in who it is", "No_tool_asks_the_model_who_it_is", "the MCP face" },
        { 3, "a token that is not ASCII is an error of the server", "Any_bytes_as_a_token_are_a_401_and_never_an_error_of_ours", "the gate" },
        { 4, "a lower-case bearer is refused, no challenge", "The_header_is_read_as_the_standard_says", "the gate" },
        { 5, "guessing is free", "Ten_failures_a_minute_pass_and_the_next_waits", "the gate" },
        { 6, "no expiry, rotation, revocation, scopes, names", "A_rotation_keeps_the_principal_the_scopes_and_the_spaces_and_ends_the_old_secret", null },
        { 7, "part of the token is logged", "No_secret_and_no_text_is_in_a_log", "the log's canary sweep" },
        { 8, "the token stays in the environment", "No_secret_is_in_the_environment_or_the_command_line", "the serve command" },
        { 9, "the token file is born readable by others", "It_is_born_by_one_exclusive_create", "the storage's tests" },
        { 10, "a link in place of the token file is followed", "A_link_planted_in_its_place_is_refused", "the storage's tests" },
        { 11, "an old reader of the file gets the new token", "What_was_written_is_read_and_replaced_whole", "the storage's tests" },
        { 12, "secrets lie in the source tree", "No_secret_lies_in_the_source_tree", null },
        { 13, "the client sends its token to whoever listens", "A_token_is_sent_only_to_the_server_it_belongs_to", "the client library" },
        { 14, "a second server overwrites the files of the first", "A_second_owner_is_refused_and_told_who_the_first_is", "hosting" },
        { 15, "the port is bound, let go and bound again", "A_port_that_was_asked_for_is_given_or_nothing_starts", "hosting" },
        { 16, "a foreign Host and Origin are accepted", "A_foreign_page_is_turned_away", "the gate" },
        { 17, "a body of another type is accepted", "A_body_of_another_type_is_refused", "the gate" },
        { 18, "health tells strangers about the host", "Health_has_the_fields_of_the_origin_and_no_more", "hosting" },
        { 19, "clear text beyond loopback", "An_address_of_the_network_needs_a_certificate", "TLS" },
        { 20, "a number as user is acknowledged and lost", "A_broken_body_is_a_400_in_the_origins_shape", "the REST face" },
        { 21, "one record of the wrong type breaks every search", "Fields_of_any_kind_are_taken_or_refused_and_nothing_else", null },
        { 22, "odd bodies are errors of the server", "Deep_nesting_is_a_400", "the REST face" },
        { 23, "limits that are none", "A_field_beyond_its_limit_is_refused_by_name", null },
        { 24, "a lone surrogate is stored", "A_field_beyond_its_limit_is_refused_by_name", null },
        { 25, "a newline forges a line of the log", "One_event_is_one_line_whatever_is_in_it", "the log" },
        { 26, "a stalled log stalls the server", "A_log_nobody_reads_stops_nobody", "the log" },
        { 27, "addresses are built by joining strings", "Names_that_mean_something_in_an_address_come_back_as_they_were", "the REST face" },
        { 28, "deleting #tag deletes everything", "A_delete_that_is_not_exact_deletes_nothing", "the REST face" },
        { 29, "a restart loses everything", "An_acknowledged_write_is_readable_after_its_process_was_killed", "the storage's tests" },
        { 30, "what is stored comes back under other names", "What_was_acknowledged_is_readable_with_every_field", null },
        { 31, "delete never worked", "Forgetting_ends_all_or_none", null },
        { 32, "deleting one deletes all", "A_memory_of_one_space_is_nowhere_in_another", null },
        { 33, "a refused write is kept in a silent file", "A_401_or_403_never_falls_back_to_the_outbox", "the client offline" },
        { 34, "true when any backend took it", "Writes_are_refused_while_the_disk_fails_and_go_on_afterwards", "the storage's tests" },
        { 35, "healthy when dead", "Readiness_says_one_word", "hosting" },
        { 36, "a retry doubles a write", "One_key_applies_once_at_any_age_across_owners_and_token_rotation", null },
        { 37, "stored text speaks with the system's voice", "A_memory_cannot_pass_for_a_heading_or_for_two", "the context block" },
        { 38, "no audit, backup, schema or encryption", "Any_row_swapped_edited_relabelled_or_deleted_before_a_witness_is_named_by_verify", null },
        { 39, "tests that cannot fail", "A_circle_is_found_where_there_is_one", null },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flaw_of_the_origin_has_a_test_that_shows_it_is_not_here(int number, string flaw, string test, string? waitsFor)
    {
        if (waitsFor is not null && !Tests.Contains(test))
        {
            Assert.Skip($"waits for: {waitsFor}");
        }

        Assert.True(Tests.Contains(test), $"flaw {number}, {flaw}: there is no test {test}");
    }

    [Fact]
    public void Every_flaw_has_its_row() =>
        Assert.Equal(Enumerable.Range(1, 39), Flaws().Select(flaw => flaw.Data.Item1));

    [Fact]
    public void No_secret_lies_in_the_source_tree()
    {
        var ignored = File.ReadAllLines(Path.Combine(SourceTree.Root, ".gitignore"));

        Assert.Contains(".mcp_token", ignored);
        Assert.Contains(".mcp_port", ignored);
        var secrets = SourceTree.Files("src").Concat(SourceTree.Files("tests")).Where(file => NamedToken().IsMatch(file.Text)).Select(file => file.Path);
        Assert.Empty(secrets);
    }

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\n(?:\s*(?:\[[^\n]*|//[^\n]*|""[^\n]*)\n)*\s*public (?:static )?(?:async )?(?:Task|void|ValueTask) (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex("lkt_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}")]
    private static partial Regex NamedToken();
}
