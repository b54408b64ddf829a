using Locket.Client.Offline;
using Locket.Engine.Records;

namespace Locket.Client;

/// <content>The operations that name a user, as a bot's memory has them.</content>
public sealed partial class LocketClient
{
    /// <summary>Remembers something about a user.</summary>
    /// <param name="userId">Whom it is about: the name of a space.</param>
    /// <param name="informationType">What sort of information it is, such as <c>preferences</c>.</param>
    /// <param name="information">What to remember.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The memory's id, when the server has it on disk.</returns>
    public Task<Written<UserInfoStored>> RememberUserInfoAsync(
        string userId, string informationType, string information, CancellationToken cancellationToken = default)
    {
        var request = new UserInfo(
            WellFormed.Check(userId, nameof(userId)),
            WellFormed.Check(informationType, nameof(informationType)),
            WellFormed.Check(information, nameof(information)));
        var key = NewKey();
        var call = NewCall(Operations.RememberUser, userId, key) with { Id = IdOf(key), Json = Text(request, OfflineJson.Default.UserInfo) };

        return WriteAsync(
            call,
            OriginJson.Default.UserInfoStored,
            (_, entry, _) => new UserInfoStored { MemoryId = entry.Id!, Timestamp = entry.At },
            cancellationToken);
    }

    /// <summary>Finds what is remembered about a user, best first.</summary>
    /// <param name="userId">Whom to ask about.</param>
    /// <param name="query">The question in plain words, or a part of the text.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>At most <paramref name="limit"/> memories.</returns>
    public async Task<IReadOnlyList<UserMemory>> SearchUserMemoryAsync(
        string userId, string query, int limit = 10, CancellationToken cancellationToken = default)
    {
        var path = RoutePath.Of("memories/search").Query("user_id", userId).Query("query", query).Query("limit", limit);

        return (await AnswerAsync(
            userId,
            _ => GetAsync(path, OriginJson.Default.UserMemoryList, cancellationToken),
            (copy, _) => Listed(copy, copy.Found(copy.Search(query, limit))),
            cancellationToken)).Memories;
    }

    /// <summary>Lists what is remembered about a user, newest first.</summary>
    /// <param name="userId">Whom to ask about.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>At most <paramref name="limit"/> memories.</returns>
    public async Task<IReadOnlyList<UserMemory>> GetUserMemoriesAsync(string userId, int limit = 10, CancellationToken cancellationToken = default)
    {
        var path = RoutePath.Of("memories").Query("user_id", userId).Query("limit", limit);

        return (await AnswerAsync(
            userId,
            _ => GetAsync(path, OriginJson.Default.UserMemoryList, cancellationToken),
            (copy, _) => Listed(copy, copy.Found(copy.Newest(limit))),
            cancellationToken)).Memories;
    }

    /// <summary>Forgets what is remembered about a user: everything, or one type. It can be undone until it is purged.</summary>
    /// <param name="userId">Whom to forget.</param>
    /// <param name="type">Only this type of information; null for all. An empty one is refused, for it means neither.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>How many memories were forgotten; without a value where it waits and the space is not known here as a whole.</returns>
    public async Task<Written<UserMemoriesDeleted>> DeleteUserMemoriesAsync(string userId, string? type = null, CancellationToken cancellationToken = default)
    {
        if (type is { Length: 0 })
        {
            throw new ArgumentException("type must not be empty: leave it out to forget everything", nameof(type));
        }

        var kind = type is null ? null : WellFormed.Check(type, nameof(type));
        var call = NewCall(Operations.ForgetUser, WellFormed.Check(userId, nameof(userId)), key: null) with { Json = Text(new UserKind(kind), OfflineJson.Default.UserKind) };

        return await WriteAsync(call, OriginJson.Default.UserMemoriesDeleted, (copy, _, _) => copy.IsWhole ? new UserMemoriesDeleted(copy.Count(kind)) : null, cancellationToken);
    }

    /// <summary>Whether the server answers and says that it is healthy. Needs no token to be accepted, and throws nothing.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>False when it does not answer, or says anything else.</returns>
    public async Task<bool> HealthCheckAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var call = new Call(HttpMethod.Get, "health") { IsOpen = true };
            var health = await _sender.AskAsync(call, OriginJson.Default.Health, cancellationToken);

            return health.Status == "healthy";
        }
        catch (LocketException)
        {
            return false;
        }
    }

    /// <summary>Whether the server answers and lets this client's token in. <see cref="MeAsync"/> says why it does not.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>True when the next operation can be expected to work.</returns>
    public async Task<bool> CheckConnectionAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await MeAsync(cancellationToken);
            return true;
        }
        catch (LocketException)
        {
            return false;
        }
    }

    private static UserMemoryList Listed(CopyReader copy, IReadOnlyList<Memory> memories) => new([.. memories.Select(memory => new UserMemory
    {
        Id = memory.Id.ToString(),
        UserId = memory.Space.Value,
        InformationType = memory.Content.Kind,
        Information = memory.Content.Text,
        Timestamp = memory.ChangedAt,
        CreatedAt = memory.CreatedAt,
        State = copy.StateOf(memory.Id),
    })]);
}
