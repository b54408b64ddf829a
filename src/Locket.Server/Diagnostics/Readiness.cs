namespace Locket.Server.Diagnostics;

/// <summary>Whether requests can be served: the keys are there and nobody asked us to stop.</summary>
internal sealed class Readiness
{
    public const string Ready = "ready";
    public const string Sealed = "sealed";
    public const string Degraded = "degraded";
    private volatile string _status = Sealed;

    /// <summary>One of the constants here.</summary>
    public string Status
    {
        get => _status;
        set => _status = value;
    }
}
