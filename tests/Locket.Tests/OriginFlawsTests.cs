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
        { 1, "any token reads every user", "A_space_outside_the_grant_is_forbidden_whether_it_exists_or_not", null },
        { 2, "the model fills in who it is", "No_tool_asks_the_model_who_it_is_or_in_which_space", null },
        { 3, "a token that is not ASCII is an error of the server", "Any_bytes_as_a_token_are_a_401_and_never_an_error_of_ours", null },
        { 4, "a lower-case bearer is refused, no challenge", "The_header_is_read_as_the_standard_says", null },
        { 5, "guessing is free", "Ten_failures_a_minute_pass_and_the_next_waits", null },
        { 6, "no expiry, rotation, revocation, scopes, names", "A_rotation_keeps_the_principal_the_scopes_and_the_spaces_and_ends_the_old_secret", null },
        { 7, "part of the token is logged", "Neither_a_token_nor_what_was_said_is_ever_logged", null },
        { 8, "the token stays in the environment", "No_secret_is_in_the_environment_or_the_command_line", null },
        { 9, "the token file is born readable by others", "It_is_born_by_one_exclusive_create", null },
        { 10, "a link in place of the token file is followed", "A_link_planted_in_its_place_is_refused", null },
        { 11, "an old reader of the file gets the new token", "Whoever_holds_the_old_file_open_never_sees_the_new_text", null },
        { 12, "secrets lie in the source tree", "No_secret_lies_in_the_source_tree", null },
        { 13, "the client sends its token to whoever listens", "After_a_crash_the_stale_port_is_not_tried", null },
        { 14, "a second server overwrites the files of the first", "A_second_owner_is_refused_and_told_who_the_first_is", null },
        { 15, "the port is bound, let go and bound again", "A_port_that_was_asked_for_is_given_or_nothing_starts", null },
        { 16, "a foreign Host and Origin are accepted", "A_foreign_page_is_turned_away", null },
        { 17, "a body of another type is accepted", "A_body_of_another_type_is_refused", null },
        { 18, "health tells strangers about the host", "Health_has_the_fields_of_the_origin_and_no_more", null },
        { 19, "clear text beyond loopback", "Off_loopback_nothing_starts_in_clear_text", null },
        { 20, "a number as user is acknowledged and lost", "A_broken_body_is_a_400_in_the_origins_shape", null },
        { 21, "one record of the wrong type breaks every search", "What_is_acknowledged_is_listed_exported_and_readable_after_any_other_request", null },
        { 22, "odd bodies are errors of the server", "Any_json_on_any_route_gets_an_answer_that_is_no_failure", null },
        { 23, "limits that are none", "A_field_beyond_its_limit_is_refused_by_name", null },
        { 24, "a lone surrogate is stored", "A_broken_body_is_a_400_in_the_origins_shape", null },
        { 25, "a newline forges a line of the log", "A_line_break_in_a_value_forges_no_line", null },
        { 26, "a stalled log stalls the server", "A_log_that_nobody_reads_stops_no_request", null },
        { 27, "addresses are built by joining strings", "Ten_thousand_random_strings_arrive_as_they_were_sent", null },
        { 28, "deleting #tag deletes everything", "A_delete_that_is_not_exact_deletes_nothing", null },
        { 29, "a restart loses everything", "An_acknowledged_write_is_readable_after_any_crash", null },
        { 30, "what is stored comes back under other names", "What_was_acknowledged_is_readable_with_every_field", null },
        { 31, "delete never worked", "What_is_remembered_is_found_listed_and_forgotten", null },
        { 32, "deleting one deletes all", "Deleting_a_type_deletes_that_type_and_nothing_else", null },
        { 33, "a refused write is kept in a silent file", "A_401_or_403_never_falls_back_to_the_outbox", null },
        { 34, "true when any backend took it", "Writes_are_refused_while_the_disk_fails_and_go_on_afterwards", null },
        { 35, "healthy when dead", "A_dead_server_is_not_healthy", null },
        { 36, "a retry doubles a write", "One_key_applies_once_at_any_age_across_owners_and_token_rotation", null },
        { 37, "stored text speaks with the system's voice", "A_memory_cannot_pass_for_a_heading_or_for_two", null },
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
