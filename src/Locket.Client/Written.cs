using System.Diagnostics.CodeAnalysis;

namespace Locket.Client;

/// <summary>What became of a write.</summary>
/// <typeparam name="T">What the server answers to it.</typeparam>
/// <param name="State">How far it has come.</param>
/// <param name="IdempotencyKey">Under which key it was sent: the same request with the same key is done once.</param>
/// <param name="Value">What the server answered; there whenever <paramref name="State"/> is <see cref="WriteState.Stored"/>.</param>
public sealed record Written<T>(WriteState State, string IdempotencyKey, T? Value)
    where T : class
{
    /// <summary>Whether the server has it on disk.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsStored => State == WriteState.Stored && Value is not null;
}
