using Locket.Engine.Refusals;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp;

/// <summary>
/// The face's own log of what broke. The SDK's is switched off: it takes each wrong request for an unhandled exception and writes
/// down what the client sent, so that whoever may call could fill the log with whatever they like.
/// </summary>
internal sealed partial class McpFailures(ILogger<McpFailures> logger)
{
    /// <summary>Notes a bug or an outage, and lets everything that is an answer pass.</summary>
    /// <returns>Always false: to be asked in an exception filter, so that the exception travels on untouched.</returns>
    public bool Note(Exception failure, string method)
    {
        if (failure is not (RefusalException or McpException or InputRequiredException or OperationCanceledException))
        {
            LogFailed(failure, method);
        }

        return false;
    }

    [LoggerMessage(EventId = 310, Level = LogLevel.Error, Message = "{Method} failed.")]
    private partial void LogFailed(Exception failure, string method);
}
