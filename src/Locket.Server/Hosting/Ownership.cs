namespace Locket.Server.Hosting;

/// <summary>What this owner does, since when, and how it is made to leave.</summary>
/// <param name="role">One of <see cref="HostRole"/>.</param>
internal sealed class Ownership(string role, TimeProvider clock)
{
    private readonly long _since = clock.GetTimestamp();
    private Action _leave = () => { };

    public string Role { get; } = role;

    public TimeSpan Uptime => clock.GetElapsedTime(_since);

    /// <summary>What leaving means; set once, before the first request.</summary>
    public void OnYield(Action leave) => _leave = leave;

    /// <summary>Begins to leave and returns at once.</summary>
    public void Yield() => _leave();
}
