using System.Globalization;
using Locket.Engine.Refusals;
using Locket.Server.Mcp.Profiles.McpMemoryService;

namespace Locket.Server.Tests.Mcp.Profiles;

/// <summary>Times in words, asked on Wednesday 2026-05-13 at 14:30 UTC.</summary>
public sealed class TimeExpressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 13, 14, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("today", "2026-05-13 00:00", "2026-05-14 00:00")]
    [InlineData(" Yesterday ", "2026-05-12 00:00", "2026-05-13 00:00")]
    [InlineData("the day before yesterday", "2026-05-11 00:00", "2026-05-12 00:00")]
    [InlineData("3 days ago", "2026-05-10 00:00", "2026-05-11 00:00")]
    [InlineData("two weeks ago", "2026-04-27 00:00", "2026-05-04 00:00")]
    [InlineData("a month ago", "2026-04-01 00:00", "2026-05-01 00:00")]
    [InlineData("an hour ago", "2026-05-13 13:00", "2026-05-13 14:00")]
    [InlineData("last week", "2026-05-04 00:00", "2026-05-11 00:00")]
    [InlineData("this week", "2026-05-11 00:00", "2026-05-18 00:00")]
    [InlineData("last month", "2026-04-01 00:00", "2026-05-01 00:00")]
    [InlineData("previous quarter", "2026-01-01 00:00", "2026-04-01 00:00")]
    [InlineData("this year", "2026-01-01 00:00", "2027-01-01 00:00")]
    [InlineData("last friday", "2026-05-08 00:00", "2026-05-09 00:00")]
    [InlineData("on wednesday", "2026-05-06 00:00", "2026-05-07 00:00")]
    [InlineData("in may", "2026-05-01 00:00", "2026-06-01 00:00")]
    [InlineData("last may", "2025-05-01 00:00", "2025-06-01 00:00")]
    [InlineData("in december", "2025-12-01 00:00", "2026-01-01 00:00")]
    [InlineData("in march 2024", "2024-03-01 00:00", "2024-04-01 00:00")]
    [InlineData("2024", "2024-01-01 00:00", "2025-01-01 00:00")]
    [InlineData("2024-02", "2024-02-01 00:00", "2024-03-01 00:00")]
    [InlineData("2024-02-29", "2024-02-29 00:00", "2024-03-01 00:00")]
    [InlineData("from January to March", "2026-01-01 00:00", "2026-04-01 00:00")]
    [InlineData("between 2026-05-01 and 2026-05-07", "2026-05-01 00:00", "2026-05-08 00:00")]
    [InlineData("since yesterday", "2026-05-12 00:00", null)]
    [InlineData("before last week", null, "2026-05-04 00:00")]
    [InlineData("after 2026-05-01", "2026-05-02 00:00", null)]
    public void Words_become_a_span(string words, string? from, string? until)
    {
        var span = TimeExpression.Parse(words, Now);

        Assert.Equal((from, until), (Text(span.From), Text(span.Until)));
    }

    [Fact]
    public void The_last_days_reach_up_to_now()
    {
        var span = TimeExpression.Parse("last 3 days", Now);

        Assert.Equal(Now.AddDays(-3), span.From);
        Assert.InRange(span.Until!.Value, Now, Now.AddSeconds(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2026-13-01")]
    [InlineData("99999 days ago")]
    [InlineData("9000 years ago")]
    [InlineData("between now and then")]
    [InlineData("in smarch")]
    public void What_is_not_understood_is_refused(string words)
    {
        var refusal = Assert.Throws<RefusalException>(() => TimeExpression.Parse(words, Now));

        Assert.StartsWith("time_expr is not understood", refusal.Message, StringComparison.Ordinal);
    }

    private static string? Text(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
