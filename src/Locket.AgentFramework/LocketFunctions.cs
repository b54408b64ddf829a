using Locket.AgentFramework.Functions;
using Locket.Client;
using Microsoft.Extensions.AI;

namespace Locket.AgentFramework;

/// <summary>
/// The memory as functions that a model calls, for any <c>IChatClient</c>. The program says which space they work in; no function asks
/// the model for a user, a space or a token.
/// </summary>
public static class LocketFunctions
{
    /// <summary>All functions: remember, recall, context, revise, forget, history, relate, explore.</summary>
    /// <param name="memory">The memory; it stays its maker's to dispose.</param>
    /// <param name="space">Where they read and write.</param>
    /// <param name="options">What the program knows of the conversation.</param>
    /// <returns>For <c>ChatOptions.Tools</c>.</returns>
    public static IReadOnlyList<AIFunction> All(LocketClient memory, string space, LocketFunctionOptions? options = null) =>
        Of(OfferedFunctions.All, memory, space, options);

    /// <summary>Those that change nothing: recall, context, history, explore.</summary>
    /// <param name="memory">The memory; it stays its maker's to dispose.</param>
    /// <param name="space">Where they read.</param>
    /// <param name="options">What the program knows of the conversation.</param>
    /// <returns>For <c>ChatOptions.Tools</c>.</returns>
    public static IReadOnlyList<AIFunction> Reading(LocketClient memory, string space, LocketFunctionOptions? options = null) =>
        Of(OfferedFunctions.Reading, memory, space, options);

    internal static IReadOnlyList<AIFunction> Of(OfferedFunctions which, LocketClient memory, string space, LocketFunctionOptions? options)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentException.ThrowIfNullOrWhiteSpace(space);
        var desk = new Desk(memory, space, options?.Session, options?.Author, options?.TimeProvider ?? TimeProvider.System);

        return which switch
        {
            OfferedFunctions.None => [],
            OfferedFunctions.Reading => ReadingFunctions.Of(desk),
            OfferedFunctions.All => [.. WritingFunctions.Of(desk), .. ReadingFunctions.Of(desk)],
            _ => throw new ArgumentOutOfRangeException(nameof(which)),
        };
    }
}
