using System.Text;
using Locket.AgentFramework.Quoting;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Engine.Context;
using Locket.Engine.Memories;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Locket.AgentFramework;

/// <summary>
/// Finds what a run needs to know, and makes one message of it. A memory that does not answer leaves the run without it; a
/// token that is not let in ends the run.
/// </summary>
internal sealed partial class Recollection(LocketClient memory, LocketContextProviderOptions options, ILogger logger)
{
    private const string Marker = "locket.recalled";
    private const string Outside = "external";
    private const int Busy = 429;
    private const int Away = 503;
    private const int ProfileSize = 20;
    private const double ProfileShare = 0.4;

    /// <summary>No single memory takes more of the budget; the rest of its text is cut off.</summary>
    private const double ItemShare = 0.5;

    // There is no vocabulary here, and what runs may count with any: an upper estimate keeps to the budget.
    private static readonly TokenEstimate Counter = new();

    /// <summary>Whether a message is what an earlier run was handed.</summary>
    public static bool IsOne(ChatMessage message) => message.AdditionalProperties?.ContainsKey(Marker) == true;

    /// <returns>A message of quoted data in the user's role, or null when there is nothing to say.</returns>
    public async Task<ChatMessage?> ForAsync(SessionMemory session, IReadOnlyList<ChatMessage> asked, CancellationToken cancellationToken)
    {
        var profile = options.IncludesProfile ? await TryAsync(() => ProfileAsync(session, cancellationToken)) : [];
        var query = Query(asked);
        var found = query is not null && profile is not null ? await TryAsync(() => FoundAsync(session, query, cancellationToken)) : [];
        var items = Fitting(profile ?? [], found ?? []);

        return items.Count == 0
            ? null
            : new ChatMessage(ChatRole.User, QuotedData.Fence(items)) { AdditionalProperties = new() { [Marker] = true } };
    }

    private async Task<List<MemoryView>> ProfileAsync(SessionMemory session, CancellationToken cancellationToken)
    {
        var request = new ListRequest { Kinds = [.. ProfileKinds.All], Limit = ProfileSize };

        // What comes from outside is never handed over unasked.
        return [.. (await memory.ListAsync(session.Space, request, cancellationToken)).Memories.Where(known => known.Trust != Outside)];
    }

    private async Task<List<MemoryView>> FoundAsync(SessionMemory session, string query, CancellationToken cancellationToken)
    {
        // Those of this conversation are taken out afterwards, so there must be others to take their place.
        var limit = options.RecallsThisConversation ? options.MostRecalled : Math.Min(Limits.PageSize, 2 * options.MostRecalled);
        var request = new RecallRequest
        {
            Query = query,
            Limit = limit,
            Kinds = options.Kinds.Count == 0 ? null : options.Kinds,
            Tags = options.Tags.Count == 0 ? null : options.Tags,
            MinTrust = options.LeastTrust,
        };
        var answer = await memory.RecallAsync(session.Space, request, cancellationToken);

        return
        [
            .. answer.Results
                .Where(hit => hit.Score >= options.LeastScore && (options.RecallsThisConversation || !IsOf(session, hit.Memory)))
                .Select(hit => hit.Memory)
                .Take(options.MostRecalled),
        ];
    }

    private bool IsOf(SessionMemory session, MemoryView found) => found.Session == session.Session && found.Kind == options.MessageKind;

    private async Task<List<MemoryView>?> TryAsync(Func<Task<List<MemoryView>>> ask)
    {
        try
        {
            return await ask();
        }
        catch (LocketUnreachableException away)
        {
            LogAway(away.Message);
        }
        catch (LocketRefusedException busy) when (busy.Status is Busy or Away)
        {
            LogAway(busy.Message);
        }

        return null;
    }

    private static string? Query(IReadOnlyList<ChatMessage> asked)
    {
        var said = string.Join('\n', asked.Where(message => message.Role == ChatRole.User).Select(message => message.Text));
        var query = LastOf(Messages.WellFormed(said).Trim());

        return query.Length == 0 ? null : query;
    }

    // The end of what was said, for that is where the question is.
    private static string LastOf(string text)
    {
        var (start, bytes) = (text.Length, 0);
        while (start > 0)
        {
            var width = start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(start - width, width));
            if (bytes > Limits.QueryBytes)
            {
                break;
            }

            start -= width;
        }

        return text[start..];
    }

    private List<string> Fitting(List<MemoryView> profile, List<MemoryView> found)
    {
        var now = options.TimeProvider.GetUtcNow();
        var budget = options.MostTokens - QuotedData.WarningTokens;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var items = new List<string>();
        var left = Fill(profile, (int)(budget * ProfileShare));
        Fill(found, budget - (int)(budget * ProfileShare) + left);

        return items;

        int Fill(List<MemoryView> memories, int room)
        {
            foreach (var memory in memories.Where(memory => !seen.Contains(memory.Id)))
            {
                var item = QuotedMemory.Of(memory, now, Counter, (int)(budget * ItemShare));
                var tokens = Counter.Count(item) + QuotedData.MarksTokens;
                if (tokens > room)
                {
                    continue;
                }

                seen.Add(memory.Id);
                items.Add(item);
                room -= tokens;
            }

            return room;
        }
    }

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Nothing was recalled for this run: {Reason}")]
    private partial void LogAway(string reason);
}
