using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Server.Mem0;

/// <summary>
/// Whose memories a request means. mem0's <c>user_id</c> names a space, <c>run_id</c> is the session, <c>agent_id</c> and
/// <c>app_id</c> are tags.
/// </summary>
internal sealed record Mem0Scope(SpaceName Space, string? Agent, string? App, string? Run)
{
    public const string User = "user_id";
    public const string AgentId = "agent_id";
    public const string AppId = "app_id";
    public const string RunId = "run_id";
    public const string AgentPrefix = "agent:";
    public const string AppPrefix = "app:";

    public IReadOnlyList<string> Tags =>
    [
        .. Agent is null ? [] : new[] { AgentPrefix + Agent },
        .. App is null ? [] : new[] { AppPrefix + App },
    ];

    public static Mem0Scope Of(Mem0Asker asker, string? user, string? agent = null, string? app = null, string? run = null) => new(
        asker.SpaceOf(One(user, User)),
        Label(agent, AgentId, AgentPrefix),
        Label(app, AppId, AppPrefix),
        Checked.OptionalName(One(run, RunId), RunId));

    public static Mem0Scope Read(Mem0Members members, Mem0Asker asker) => Of(
        asker, members.Text(User), members.Text(AgentId), members.Text(AppId), members.Text(RunId));

    public MemoryFilter ToFilter() => new() { TagsExactly = Tags, Session = Run };

    /// <returns>What follows the prefix in the first tag that has it.</returns>
    public static string? In(IReadOnlyList<string> tags, string prefix) =>
        tags.FirstOrDefault(tag => tag.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    public static bool IsOurs(string tag) =>
        tag.StartsWith(AgentPrefix, StringComparison.Ordinal) || tag.StartsWith(AppPrefix, StringComparison.Ordinal);

    private static string? Label(string? id, string field, string prefix) =>
        id is null ? null : Checked.Name(One(id, field), field, Limits.Label - prefix.Length);

    // mem0 takes a star for "whichever": where one place is meant it would be a place of that name, and nobody means that.
    private static string? One(string? id, string field) =>
        id == "*" ? throw RefusalException.Invalid($"{field} must name one; * is taken for agent_id, app_id and run_id in filters only") : id;
}
