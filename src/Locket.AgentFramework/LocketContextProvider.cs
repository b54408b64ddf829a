using Locket.Client;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Locket.AgentFramework;

/// <summary>
/// Gives an agent of the Microsoft Agent Framework a memory. Before a run it recalls what the user's messages need and hands it
/// over as quoted data; after the run it remembers what was said.
/// </summary>
/// <remarks>
/// What is recalled stands in a message of the user's role, before the question, each memory between random marks with its id,
/// age, source and trust; it is never part of the instructions. What an earlier run was handed is taken out of the history, so that
/// a memory that was forgotten or revised is not read again.
/// A memory that does not answer costs a run what it would have recalled, and its messages wait in the session's state for the next
/// run. A token that is missing, unknown or not let in is an error: the run ends with it.
/// One provider serves many sessions at once.
/// </remarks>
public sealed class LocketContextProvider : AIContextProvider
{
    private readonly LocketClient _memory;
    private readonly LocketContextProviderOptions _options;
    private readonly ProviderSessionState<SessionMemory> _sessions;
    private readonly Recollection _recollection;
    private readonly Remembering _remembering;

    /// <summary>Makes a provider for one space.</summary>
    /// <param name="memory">The memory; it stays its maker's to dispose.</param>
    /// <param name="space">Where all sessions read and write.</param>
    /// <param name="options">What to recall and what to remember; null for the usual.</param>
    /// <param name="loggers">Where to say that the memory did not answer; never what was said.</param>
    public LocketContextProvider(LocketClient memory, string space, LocketContextProviderOptions? options = null, ILoggerFactory? loggers = null)
        : this(memory, _ => new SessionMemory { Space = space }, options, loggers) => ArgumentException.ThrowIfNullOrWhiteSpace(space);

    /// <summary>Makes a provider that asks the program for the space of each new session, such as one for each user.</summary>
    /// <param name="memory">The memory; it stays its maker's to dispose.</param>
    /// <param name="begin">Says, once for each session, where it reads and writes.</param>
    /// <param name="options">What to recall and what to remember; null for the usual.</param>
    /// <param name="loggers">Where to say that the memory did not answer; never what was said.</param>
    public LocketContextProvider(
        LocketClient memory, Func<AgentSession?, SessionMemory> begin, LocketContextProviderOptions? options = null, ILoggerFactory? loggers = null)
        : base(null, null, null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(begin);
        _options = options ?? new LocketContextProviderOptions();
        _options.Check();
        _memory = memory;
        _sessions = new ProviderSessionState<SessionMemory>(begin, _options.StateKey, ProviderJson.Default.Options);
        ILogger logger = loggers?.CreateLogger<LocketContextProvider>() ?? NullLogger<LocketContextProvider>.Instance;
        _recollection = new Recollection(memory, _options, logger);
        _remembering = new Remembering(memory, _options, logger);
    }

    /// <summary>The name under which the state stands in a session.</summary>
    public override IReadOnlyList<string> StateKeys => [_options.StateKey];

    /// <summary>What is known of a session: its space, what waits, what was refused.</summary>
    /// <param name="session">The session.</param>
    /// <returns>The state itself; a change is seen by the next run.</returns>
    public SessionMemory MemoryOf(AgentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);

        return State(session);
    }

    /// <summary>Adds what is recalled to the messages of a run.</summary>
    /// <param name="context">The run.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>All that the run is given.</returns>
    protected override async ValueTask<AIContext> InvokingCoreAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var session = State(context.Session);
        await _remembering.SendAsync(session, cancellationToken);

        List<ChatMessage> messages = [.. (context.AIContext.Messages ?? []).Where(message => !Recollection.IsOne(message))];
        if (_options.Recalls)
        {
            List<ChatMessage> asked = [.. ProvideInputMessageFilter(messages)];
            if (await _recollection.ForAsync(session, asked, cancellationToken) is { } recalled)
            {
                // Before the question: the last word in a prompt is the user's, not that of a memory.
                var place = asked.Count == 0 ? messages.Count : messages.IndexOf(asked[0]);
                var source = recalled.WithAgentRequestMessageSource(AgentRequestMessageSourceType.AIContextProvider, typeof(LocketContextProvider).FullName!);
                messages.Insert(place < 0 ? messages.Count : place, source);
            }
        }

        return new AIContext
        {
            Instructions = context.AIContext.Instructions,
            Messages = messages,
            Tools = Tools(context.AIContext.Tools, session),
        };
    }

    /// <summary>Remembers what was said in a run that succeeded.</summary>
    /// <param name="context">The run; its messages are filtered already.</param>
    /// <param name="cancellationToken">Ends the attempt; what is not stored by then waits for the next run.</param>
    /// <returns>Ends when everything is stored, or waits.</returns>
    protected override async ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var session = State(context.Session);
        _remembering.Add(session, context.RequestMessages, context.ResponseMessages ?? [], context.Agent.Name);
        _sessions.SaveState(context.Session, session);
        if (await _remembering.SendAsync(session, cancellationToken) is { } reason && context.Session is null)
        {
            // Without a session there is nowhere to wait, and nothing is dropped in silence.
            throw reason;
        }
    }

    private SessionMemory State(AgentSession? session)
    {
        var state = _sessions.GetOrInitializeState(session);
        lock (state.Gate)
        {
            state.Session ??= Guid.CreateVersion7(_options.TimeProvider.GetUtcNow()).ToString("N");
        }

        return state;
    }

    private IEnumerable<AITool>? Tools(IEnumerable<AITool>? others, SessionMemory session)
    {
        var ours = LocketFunctions.Of(_options.Offers, _memory, session.Space, new LocketFunctionOptions
        {
            Session = session.Session,
            TimeProvider = _options.TimeProvider,
        });

        return ours.Count == 0 ? others : [.. others ?? [], .. ours];
    }
}
