using System.Globalization;
using Locket.Engine.Search;

namespace Locket.Tests.Search;

public class TimePhraseTests
{
    // A Friday.
    private static readonly DateTime Now = new(2025, 3, 14, 20, 0, 0, DateTimeKind.Utc);

    private readonly History _history = new();

    [Theory]
    [InlineData("what did I do yesterday?", "2025-03-13", "2025-03-14")]
    [InlineData("the day before yesterday", "2025-03-12", "2025-03-13")]
    [InlineData("who came last night", "2025-03-13", "2025-03-14")]
    [InlineData("what happened today", "2025-03-14", "2025-03-15")]
    [InlineData("two days ago", "2025-03-12", "2025-03-13")]
    [InlineData("a couple of days ago", "2025-03-12", "2025-03-13")]
    [InlineData("three weeks ago", "2025-02-17", "2025-02-24")]
    [InlineData("two months ago", "2025-01-01", "2025-02-01")]
    [InlineData("a year ago", "2024-01-01", "2025-01-01")]
    [InlineData("last week", "2025-03-03", "2025-03-10")]
    [InlineData("this month", "2025-03-01", "2025-04-01")]
    [InlineData("next month", "2025-04-01", "2025-05-01")]
    [InlineData("last year", "2024-01-01", "2025-01-01")]
    [InlineData("in the past ten days", "2025-03-04", "2025-03-15")]
    [InlineData("on Monday", "2025-03-10", "2025-03-11")]
    [InlineData("last Friday", "2025-03-07", "2025-03-08")]
    [InlineData("next Friday", "2025-03-21", "2025-03-22")]
    [InlineData("next Monday", "2025-03-17", "2025-03-18")]
    [InlineData("this Friday", "2025-03-14", "2025-03-15")]
    [InlineData("this Sunday", "2025-03-16", "2025-03-17")]
    [InlineData("this Monday", "2025-03-10", "2025-03-11")]
    [InlineData("on Tues", "2025-03-11", "2025-03-12")]
    [InlineData("on Friday, 3 May 2024, or since 4 May 2024", "2024-05-04", "2025-03-15")]
    [InlineData("at the weekend", "2025-03-08", "2025-03-10")]
    [InlineData("on the 3rd", "2025-03-03", "2025-03-04")]
    [InlineData("on the 20th", "2025-02-20", "2025-02-21")]
    [InlineData("on 2024-05-03", "2024-05-03", "2024-05-04")]
    [InlineData("in 2024-05", "2024-05-01", "2024-06-01")]
    [InlineData("on 03.05.2024", "2024-05-03", "2024-05-04")]
    [InlineData("on 5/13/2024", "2024-05-13", "2024-05-14")]
    [InlineData("between 3 and 9 May 2024", "2024-05-03", "2024-05-10")]
    [InlineData("between January and March 2024", "2024-01-01", "2024-04-01")]
    [InlineData("from 18 May to 2 June 2024", "2024-05-18", "2024-06-03")]
    [InlineData("from November to February 2024", "2023-11-01", "2024-03-01")]
    [InlineData("from November 2023 to February", "2023-11-01", "2024-03-01")]
    [InlineData("between 28 and 3 March 2024", "2024-02-28", "2024-03-04")]
    [InlineData("between Monday and Friday", "2025-03-03", "2025-03-08")]
    [InlineData("between Monday and yesterday", "2025-03-10", "2025-03-14")]
    [InlineData("from spring to fall 2023", "2023-03-01", "2023-12-01")]
    [InlineData("from Jan to Mar 2024", "2024-01-01", "2024-04-01")]
    [InlineData("from 9 May 2024 to 3 May 2024", "2024-05-03", "2024-05-10")]
    [InlineData("between Christmas and New Year's Eve", "2024-12-24", "2025-01-01")]
    [InlineData("from 2022 to 2023", "2022-01-01", "2024-01-01")]
    [InlineData("since Monday", "2025-03-10", "2025-03-15")]
    [InlineData("since the first of March", "2025-03-01", "2025-03-15")]
    [InlineData("since 20 March", "2024-03-20", "2025-03-15")]
    [InlineData("since Friday, 3 May 2024", "2024-05-03", "2025-03-15")]
    [InlineData("since Feb", "2025-02-01", "2025-03-15")]
    [InlineData("after 3 May 2024", "2024-05-04", "2025-03-15")]
    [InlineData("after 20 March 2025", "2025-03-21", "9999-12-31T23:59:59.9999999")]
    [InlineData("before mid 2024", "0001-01-01", "2024-05-01")]
    [InlineData("two days after 3 May 2024", "2024-05-05", "2024-05-06")]
    [InlineData("the day before 3 May 2024", "2024-05-02", "2024-05-03")]
    [InlineData("the week before 16 November 2024", "2024-11-09", "2024-11-17")]
    [InlineData("in summer 2024", "2024-06-01", "2024-09-01")]
    [InlineData("last summer", "2024-06-01", "2024-09-01")]
    [InlineData("in the autumn", "2024-09-01", "2024-12-01")]
    [InlineData("in fall 2023", "2023-09-01", "2023-12-01")]
    [InlineData("in the fall of 2023", "2023-09-01", "2023-12-01")]
    [InlineData("last fall", "2024-09-01", "2024-12-01")]
    [InlineData("in early summer 2024", "2024-06-01", "2024-07-01")]
    [InlineData("in late autumn", "2024-11-01", "2024-12-01")]
    [InlineData("early 2024", "2024-01-01", "2024-05-01")]
    [InlineData("mid 2024", "2024-05-01", "2024-09-01")]
    [InlineData("mid-2024", "2024-05-01", "2024-09-01")]
    [InlineData("at the end of 2023", "2023-09-01", "2024-01-01")]
    [InlineData("in mid May 2024", "2024-05-11", "2024-05-21")]
    [InlineData("late on 3 May 2024, that is late 3 May 2024", "2024-05-03", "2024-05-04")]
    [InlineData("in the 1st quarter of last year", "2024-01-01", "2024-04-01")]
    [InlineData("in Q4 2024", "2024-10-01", "2025-01-01")]
    [InlineData("in the second quarter", "2024-04-01", "2024-07-01")]
    [InlineData("in the first week of September 2024", "2024-09-01", "2024-09-08")]
    [InlineData("in the last week of May 2024", "2024-05-25", "2024-06-01")]
    [InlineData("at the end of August 2024", "2024-08-22", "2024-09-01")]
    [InlineData("in June last year", "2024-06-01", "2024-07-01")]
    [InlineData("on New Year's Eve", "2024-12-31", "2025-01-01")]
    [InlineData("christmas 2023", "2023-12-24", "2023-12-27")]
    public void A_time_is_told_from_now(string question, string start, string end)
    {
        var range = TimePhrases.Find(Analyser.WordList(question), Now)?.Range;

        Assert.Equal((Date(start), Date(end)), (range?.Start, range?.End));
    }

    [Theory]
    [InlineData("how long does it last?")]
    [InlineData("the plans for the summer")]
    [InlineData("what did she do in May 2024?")]
    [InlineData("a week of rain")]
    [InlineData("between friends and foes")]
    [InlineData("before breakfast")]
    [InlineData("who ate a quarter of the cake?")]
    [InlineData("who ate the first quarter of the cake?")]
    [InlineData("three quarter pounds of butter")]
    [InlineData("who wrote the 2nd book?")]
    [InlineData("what is on the 2nd floor?")]
    [InlineData("after the 2nd book")]
    [InlineData("her last fall on the ice")]
    [InlineData("in the fall of Rome")]
    [InlineData("what happened after Jan left?")]
    [InlineData("on Friday, 3 May 2024")]
    [InlineData("999 years ago and 99999 days ago")]
    [InlineData("")]
    public void What_only_looks_like_a_time_is_none(string question) =>
        Assert.Null(TimePhrases.Find(Analyser.WordList(question), Now));

    // Mondays and weekends as they are told on a Wednesday, a Saturday, a Sunday, a Monday.
    [Theory]
    [InlineData("this Friday", "2025-03-12", "2025-03-14")]
    [InlineData("next Friday", "2025-03-12", "2025-03-14")]
    [InlineData("last weekend", "2025-03-12", "2025-03-08")]
    [InlineData("this weekend", "2025-03-12", "2025-03-15")]
    [InlineData("next weekend", "2025-03-12", "2025-03-15")]
    [InlineData("last weekend", "2025-03-15", "2025-03-08")]
    [InlineData("last weekend", "2025-03-16", "2025-03-08")]
    [InlineData("this weekend", "2025-03-16", "2025-03-15")]
    [InlineData("next weekend", "2025-03-16", "2025-03-22")]
    [InlineData("at the weekend", "2025-03-16", "2025-03-15")]
    [InlineData("this weekend", "2025-03-17", "2025-03-15")]
    public void Days_of_the_week_depend_on_the_day_that_asks(string question, string now, string start) =>
        Assert.Equal(Date(start), TimePhrases.Find(Analyser.WordList(question), Date(now).AddHours(20))?.Range?.Start);

    [Theory]
    [InlineData("between Monday and Friday")]
    [InlineData("from January to March 2024")]
    [InlineData("from November to February")]
    [InlineData("from Friday to Monday")]
    [InlineData("between the 3rd and 9 May")]
    [InlineData("from today to last week")]
    public void No_range_ends_before_it_begins_whenever_it_is_asked(string question) => Assert.All(Enumerable.Range(0, 800), day =>
    {
        var range = TimePhrases.Find(Analyser.WordList(question), Now.AddDays(day))?.Range;

        Assert.True(range is null || (range.Start < range.End && range.End - range.Start < TimeSpan.FromDays(370)), $"{question} on day {day}: {range}");
    });

    [Fact]
    public void A_range_takes_its_year_from_its_end() => Assert.All(Enumerable.Range(0, 800), day =>
        Assert.Equal(new TimeRange(Date("2024-01-01"), Date("2024-04-01")), TimePhrases.Find(Analyser.WordList("from January to March 2024"), Now.AddDays(day - 400))?.Range));

    [Theory]
    [InlineData("what was mended since 3 May 2024?", "since")]
    [InlineData("what was mended after 3 May 2024?", "since")]
    [InlineData("what was mended on 3 May 2024?", "on")]
    [InlineData("what was mended a day before 3 May 2024?", "eve")]
    public void A_full_date_opens_a_range_that_lasts_until_now(string question, string expected)
    {
        var mended = new Dictionary<string, Engine.Records.MemoryId>(StringComparer.Ordinal)
        {
            ["before"] = _history.Remember("The roof was mended", On("2023-08-01")),
            ["eve"] = _history.Remember("The door was mended", On("2024-05-02")),
            ["since"] = _history.Remember("The fence was mended", On("2024-11-20")),
        };
        if (expected == "on")
        {
            mended["on"] = _history.Remember("The gate was mended", On("2024-05-03"));
        }

        Assert.Equal(mended[expected], _history.Search(_history.Query(question) with { Now = Now })[0]);
    }

    [Fact]
    public void Last_week_is_the_week_before_a_date_that_is_named()
    {
        _history.Remember("Lunch with Ibrahim", On("2025-03-05"));
        var named = _history.Remember("Lunch with Noor", On("2024-04-24"));

        Assert.Equal(named, _history.Search(_history.Query("it is 3 May 2024: who was at lunch last week?") with { Now = Now })[0]);
    }

    [Theory]
    [InlineData("who ate a quarter of the cake?", "Marit ate one quarter of the cake", "Ines ate half a cake")]
    [InlineData("who wrote the 2nd book?", "Marit wrote the 2nd book", "Ines wrote a book")]
    public void Words_that_are_no_time_stay_in_the_query(string question, string right, string wrong)
    {
        var told = _history.Remember(right, On("2023-11-20"));
        _history.Remember(wrong, On("2025-03-02"));

        Assert.Equal(told, _history.Search(_history.Query(question) with { Now = Now })[0]);
    }

    [Fact]
    public void A_short_name_of_a_month_needs_a_date_beside_it()
    {
        var february = _history.Remember("Skating on the canal", On("2024-02-10"));
        var may = _history.Remember("Skating in the hall with Jan", On("2024-05-10"));

        Assert.Equal(february, _history.Search(_history.Query("where was I skating in Feb 2024?") with { Now = Now })[0]);
        Assert.Equal(may, _history.Search(_history.Query("was I skating with Jan in May 2024?") with { Now = Now })[0]);
        Assert.Equal(new DateWindow(2024, null, null), DateWindow.Find(Analyser.WordList("where was Jan in 2024?")));
    }

    [Fact]
    public void A_short_name_of_a_month_is_no_typing_error()
    {
        _history.Remember("We slept in a barn", On("2024-05-21"));
        var of = _history.Remember("Eleven quinces made into jelly", On("2024-09-07"));

        Assert.Equal(of, _history.Search(_history.Query("what happened in Sept 2024?") with { Now = Now })[0]);
    }

    [Fact]
    public void Times_at_the_ends_of_time_are_no_error()
    {
        string[] questions = ["400 years ago", "the last 400 years", "400 years after 31 December 2099", "400 years before 1 January 1900", "next year", "last winter", "next Friday", "this weekend",
            "between 28 and 3 January 1900", "from Monday to Friday", "since 3 May 2024", "after 31 December 2099", "from November 2099 to February", "late 2099"];
        DateTime[] times = [DateTime.MinValue, DateTime.MaxValue, Now];

        Assert.All(questions, question => Assert.All(times, time => TimePhrases.Find(Analyser.WordList(question), DateTime.SpecifyKind(time, DateTimeKind.Utc))));
    }

    [Fact]
    public void Last_week_is_the_week_before_now()
    {
        var before = _history.Remember("Lunch with Ibrahim", On("2025-03-05"));
        var longBefore = _history.Remember("Lunch with Ibrahim and Noor", On("2025-02-05"));

        Assert.Equal([before, longBefore], _history.Search(_history.Query("who was at lunch last week?") with { Now = Now }));
        Assert.Equal(longBefore, _history.Search(_history.Query("who was at lunch last month?") with { Now = Now })[0]);
    }

    [Fact]
    public void A_time_alone_finds_what_is_of_it()
    {
        var of = _history.Remember("Sledging behind the convent", On("2025-03-13"));
        _history.Remember("Water meter replaced", On("2025-02-03"));

        Assert.Equal([of], _history.Search(_history.Query("what did I do yesterday?") with { Now = Now }));
    }

    [Fact]
    public void A_time_may_be_counted_from_something_remembered()
    {
        _history.Remember("The basement was flooded", On("2025-02-17"));
        var after = _history.Remember("The man from the insurance came", On("2025-02-19"));
        _history.Remember("The man from the gas works came", On("2025-03-01"));

        Assert.Equal(after, _history.Search(_history.Query("which man came two days after the basement was flooded?") with { Now = Now })[0]);
    }

    [Fact]
    public void A_time_that_agrees_with_no_memory_is_not_insisted_on()
    {
        var told = _history.Remember("A road trip to the coast", On("2021-07-01"));
        _history.Remember("Bought bread", On("2024-07-01"));

        Assert.Equal(told, _history.Search(_history.Query("where did the road trip go last year?") with { Now = Now })[0]);
    }

    [Theory]
    [InlineData("Was geschah am 3. Mai 2024?")]
    [InlineData("¿Qué pasó el 3 de mayo de 2024?")]
    [InlineData("Что было 3 мая 2024 года?")]
    [InlineData("2024年5月3日に何があった?")]
    [InlineData("2024년 5월 3일에 무슨 일이 있었지?")]
    public void Months_have_names_in_other_languages(string question)
    {
        var window = DateWindow.Find(Analyser.WordList(question));

        Assert.Equal((2024, 5, 3), (window?.Year, window?.Month, window?.Day));
    }

    private static DateTime Date(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static Func<Engine.Records.MemoryContent, Engine.Records.MemoryContent> On(string date) => content => content with { OccurredAt = Date(date) };
}
