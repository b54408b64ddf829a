using Locket.Engine.Text;

namespace Locket.Client.Offline;

/// <summary>Whose copy and whose outbox: one principal at one server. What was written as one never goes out as another.</summary>
internal sealed record Identity(string Server, string Principal)
{
    public Canonical Named(string label) => new Canonical(label).Add(Server).Add(Principal);
}
