using Locket.Server.Settings;

namespace Locket.Server.Diagnostics;

/// <summary>The log: one line an event, on stderr or wherever a test wants it.</summary>
internal sealed class LineLogging : ILoggerProvider
{
    private readonly LineFormat _format;
    private readonly LogQueue _queue;

    /// <param name="dropped">Hears how many lines were dropped because the target took none.</param>
    public LineLogging(LogFormat format, TimeProvider clock, Stream target, Action<long>? dropped = null)
    {
        _format = new LineFormat(format, clock);
        _queue = new LogQueue(target, _format.Dropped, dropped);
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, _format, _queue);

    public void Dispose() => _queue.Dispose();

    private sealed class LineLogger(string category, LineFormat format, LogQueue queue) : ILogger
    {
        // Scopes of the framework hold the path of the request, which may hold a query; ours are not needed.
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            queue.Add(format.Line(category, logLevel, eventId, formatter(state, null), state as IReadOnlyList<KeyValuePair<string, object?>>, exception));
    }
}
