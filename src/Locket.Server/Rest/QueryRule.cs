using System.Collections.Frozen;
using System.Globalization;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;

namespace Locket.Server.Rest;

/// <summary>
/// What may stand in the query of a route. Anything else is refused: a filter with a typing error would otherwise
/// filter nothing and look as if it had.
/// </summary>
/// <param name="Once">Names that may stand there once.</param>
/// <param name="Many">Names that may stand there several times.</param>
internal sealed record QueryRule(string[] Once, params string[] Many)
{
    private static readonly QueryRule Nothing = new([]);

    /// <summary>Binding answers a value that is no number with an empty 400, so it is looked at here.</summary>
    private static readonly FrozenDictionary<string, string> Numbers = new Dictionary<string, string>
    {
        ["limit"] = $"limit must be a whole number from 1 to {Limits.PageSize}",
        ["depth"] = "depth must be a whole number from 1 to 4",
        ["after"] = "after must be a whole number",
        ["expected_version"] = "expected_version must be a whole number",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names that must stand there.</summary>
    public string[] Needed { get; init; } = [];

    private void Check(IQueryCollection query)
    {
        if (Needed.FirstOrDefault(name => !query.ContainsKey(name)) is { } missing)
        {
            throw RefusalException.Invalid($"{missing} is missing");
        }

        foreach (var (name, values) in query)
        {
            if (!Once.Contains(name, StringComparer.Ordinal) && !Many.Contains(name, StringComparer.Ordinal))
            {
                throw RefusalException.Invalid("the query has a parameter that this route does not take");
            }

            if (values.Any(string.IsNullOrEmpty))
            {
                throw RefusalException.Invalid($"{name} must not be empty");
            }

            if (values.Count > 1 && !Many.Contains(name, StringComparer.Ordinal))
            {
                throw RefusalException.Invalid($"{name} must stand in the query once");
            }

            if (Numbers.TryGetValue(name, out var sentence) && !IsNumber(name, values))
            {
                throw RefusalException.Invalid(sentence);
            }
        }
    }

    private static bool IsNumber(string name, string? text) => name == "after"
        ? long.TryParse(text, CultureInfo.InvariantCulture, out _)
        : int.TryParse(text, CultureInfo.InvariantCulture, out _);

    /// <summary>Holds every route to its rule; one without a rule takes no query.</summary>
    internal sealed class Filter : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var rule = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<QueryRule>() ?? Nothing;
            rule.Check(context.HttpContext.Request.Query);

            return next(context);
        }
    }
}

internal static class QueryRules
{
    /// <summary>The route's query may hold these names, each once.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, params string[] once) =>
        route.WithMetadata(new QueryRule(once));
}
