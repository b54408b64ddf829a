using System.Security.Cryptography;
using System.Text.Json;
using Locket.AgentFramework.Quoting;
using Locket.Client;
using Locket.Client.Contracts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Locket.AgentFramework;

/// <summary>
/// Brings the messages of a run into the memory. They first join what waits in the session's state, each with its key, and are
/// then sent in order: what a lost connection or a cancelled run leaves behind is sent with the next run, and stored once.
/// </summary>
internal sealed partial class Remembering(LocketClient memory, LocketContextProviderOptions options, ILogger logger)
{
    private const int Busy = 429;
    private const int Away = 503;
    private const int DiskFull = 507;
    private const int Unknown = 401;
    private const int Forbidden = 403;

    /// <summary>Adds what is to be remembered of a run to what waits.</summary>
    /// <exception cref="InvalidOperationException">Too much waits already.</exception>
    public void Add(SessionMemory session, IEnumerable<ChatMessage> asked, IEnumerable<ChatMessage> answered, string? agent)
    {
        var now = options.TimeProvider.GetUtcNow();
        List<WaitingMessage> messages =
        [
            .. Of(RememberedMessages.User, asked.Where(message => message.Role == ChatRole.User), session.Author ?? "user"),
            .. Of(RememberedMessages.Assistant, answered.Where(message => message.Role == ChatRole.Assistant), agent ?? "assistant"),
        ];
        lock (session.Gate)
        {
            if (session.Waiting.Count + messages.Count > options.MostWaiting)
            {
                throw new InvalidOperationException(
                    $"{session.Waiting.Count} messages of this session wait for a memory that does not answer, and at most {options.MostWaiting} may");
            }

            foreach (var (message, place) in messages.Select((message, place) => (message, place)))
            {
                session.Waiting.Add(message with { Key = KeyOf(session, message, place) });
            }
        }

        IEnumerable<WaitingMessage> Of(RememberedMessages whose, IEnumerable<ChatMessage> said, string otherwise) =>
            from message in said
            where options.Remembers.HasFlag(whose) && !string.IsNullOrWhiteSpace(message.Text)
            from text in Messages.Pieces(message.Text, options.MostBytes)
            select new WaitingMessage(
                "", message.Role.Value, Messages.Name(message.AuthorName) ?? Messages.Name(otherwise) ?? message.Role.Value, text, message.CreatedAt ?? now, options.MessageKind, options.MessageTags);
    }

    /// <summary>Sends what waits, oldest first, until all is stored or the memory does not answer.</summary>
    /// <returns>What stopped it; null when nothing waits any more.</returns>
    /// <exception cref="LocketUnauthorizedException">The token is missing or unknown; what waits goes on waiting.</exception>
    /// <exception cref="LocketRefusedException">The token may not write there; what waits goes on waiting.</exception>
    public async Task<LocketException?> SendAsync(SessionMemory session, CancellationToken cancellationToken)
    {
        while (First(session) is { } message)
        {
            RefusedMessage? refused = null;
            try
            {
                await memory.RememberAsync(session.Space, Request(session, message), cancellationToken);
            }
            catch (LocketUnreachableException away)
            {
                return Stopped(session, away);
            }
            catch (LocketRefusedException busy) when (busy.Status is Busy or Away or DiskFull)
            {
                return Stopped(session, busy);
            }
            catch (LocketRefusedException no) when (no.Status is not (Unknown or Forbidden))
            {
                LogRefused(no.Code, no.Message);
                refused = new RefusedMessage(message, no.Code, no.Message);
            }

            Done(session, message, refused);
        }

        return null;
    }

    private static WaitingMessage? First(SessionMemory session)
    {
        lock (session.Gate)
        {
            return session.Waiting.FirstOrDefault();
        }
    }

    // Another run of the same session may have sent it meanwhile; the key made that harmless.
    private static void Done(SessionMemory session, WaitingMessage message, RefusedMessage? refused)
    {
        lock (session.Gate)
        {
            if (session.Waiting.Remove(message) && refused is not null)
            {
                session.Refused.Add(refused);
            }
        }
    }

    private LocketException Stopped(SessionMemory session, LocketException reason)
    {
        LogWaiting(session.Waiting.Count, reason.Message);

        return reason;
    }

    private static RememberRequest Request(SessionMemory session, WaitingMessage message) => new()
    {
        Text = message.Text,
        Kind = message.Kind,
        Tags = message.Tags.Count == 0 ? null : message.Tags,
        Author = message.Author,
        Session = session.Session,
        OccurredAt = message.At,
        Metadata = JsonSerializer.SerializeToElement(new MessageFacts(message.Role), ProviderJson.Default.MessageFacts),
        IdempotencyKey = message.Key,
    };

    // The key stands for everything that is sent, so the same key never comes with another body. A message with a time of its own
    // has the same key however often a program hands it in.
    private static string KeyOf(SessionMemory session, WaitingMessage message, int place)
    {
        var identity = new MessageIdentity(session.Session!, place, message.Role, message.Author, message.At, message.Text);

        return "run-" + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(identity, ProviderJson.Default.MessageIdentity)));
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Count} messages wait to be remembered: {Reason}")]
    private partial void LogWaiting(int count, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A message was not remembered ({Code}): {Reason}")]
    private partial void LogRefused(string code, string reason);
}
