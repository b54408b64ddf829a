using System.Globalization;
using System.Text;

namespace Locket.Quality;

/// <summary>Recall against the budget as a picture: budgets on a logarithmic axis, a line for each set.</summary>
internal static class ContextChart
{
    private const int Width = 720;
    private const int Height = 400;
    private const int Left = 56;
    private const int Right = 150;
    private const int Top = 44;
    private const int Bottom = 48;
    private static readonly string[] Colours = ["#2563a8", "#c05621", "#2f855a"];

    public static string Draw(string title, IReadOnlyList<(string Name, IReadOnlyList<ContextPoint> Points)> sets)
    {
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" fill="#333">""");
        Line(svg, $"""<rect width="{Width}" height="{Height}" fill="#fff"/>""");
        Line(svg, $"""<text x="{Left}" y="24" font-size="15">{title}</text>""");
        for (var share = 0; share <= 100; share += 20)
        {
            var y = Y(share / 100.0);
            Line(svg, $"""<path d="M{Left} {y:0.#}H{Width - Right}" stroke="#ddd"/><text x="{Left - 8}" y="{y + 4:0.#}" text-anchor="end">{share}</text>""");
        }

        foreach (var budget in ContextSet.Budgets)
        {
            Line(svg, $"""<text x="{X(budget):0.#}" y="{Height - Bottom + 18}" text-anchor="middle" font-size="11">{budget}</text>""");
        }

        Line(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle">budget in tokens</text>""");
        foreach (var ((name, points), at) in sets.Select((set, at) => (set, at)))
        {
            var colour = Colours[at % Colours.Length];
            var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Budget):0.#},{Y(point.Share):0.#}")));
            Line(svg, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
            foreach (var point in points)
            {
                Line(svg, $"""<circle cx="{X(point.Budget):0.#}" cy="{Y(point.Share):0.#}" r="3" fill="{colour}"/>""");
            }

            Line(svg, $"""<rect x="{Width - Right + 14}" y="{Top + (at * 20)}" width="10" height="10" fill="{colour}"/><text x="{Width - Right + 30}" y="{Top + 9 + (at * 20)}">{name}</text>""");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double X(int budget)
    {
        var (first, last) = (Math.Log(ContextSet.Budgets[0]), Math.Log(ContextSet.Budgets[^1]));
        return Left + 14 + ((Width - Right - Left - 28) * (Math.Log(budget) - first) / (last - first));
    }

    private static double Y(double share) => Top + ((Height - Top - Bottom) * (1 - share));

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
