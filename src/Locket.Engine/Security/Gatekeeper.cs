namespace Locket.Engine.Security;

/// <summary>Turns a presented secret into a <see cref="Caller"/>, or into nothing.</summary>
public sealed class Gatekeeper
{
}
