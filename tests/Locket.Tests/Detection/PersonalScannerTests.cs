using Locket.Engine.Detection;

namespace Locket.Tests.Detection;

public class PersonalScannerTests
{
    // Numbers that issuers print as examples, and addresses that are reserved for them.
    [Theory]
    [InlineData("email", "ada.lovelace+home@mail.example.org")]
    [InlineData("phone", "+49 30 1234567")]
    [InlineData("phone", "+14155550123")]
    [InlineData("phone", "(212) 555-0123")]
    [InlineData("phone", "212-555-0123")]
    [InlineData("phone", "030 1234567")]
    [InlineData("iban", "DE89 3704 0044 0532 0130 00")]
    [InlineData("iban", "GB82WEST12345698765432")]
    [InlineData("iban", "FR14 2004 1010 0505 0001 3M02 606")]
    [InlineData("payment-card", "4111 1111 1111 1111")]
    [InlineData("payment-card", "5555555555554444")]
    [InlineData("payment-card", "3782-822463-10005")]
    [InlineData("ip-address", "203.0.113.77")]
    [InlineData("ip-address", "2001:db8::8a2e:370:7334")]
    [InlineData("us-ssn", "219-09-9999")]
    [InlineData("br-cpf", "529.982.247-25")]
    [InlineData("es-dni", "12345678Z")]
    [InlineData("es-nie", "X1234567L")]
    [InlineData("it-codice-fiscale", "RSSMRA85T10A562S")]
    [InlineData("fr-nir", "255081416802538")]
    [InlineData("pl-pesel", "44051401359")]
    [InlineData("cn-id", "11010519491231002X")]
    [InlineData("se-personnummer", "811228-9874")]
    [InlineData("fi-hetu", "131052-308T")]
    [InlineData("gb-nino", "AB123456C")]
    public void Personal_data_is_found_whole_wherever_it_stands(string kind, string data)
    {
        foreach (var around in (string[])["{0}", "It is {0}, as far as I know.", "({0})", "电话{0}。", "a 12 b\n{0}\n"])
        {
            var text = around.Replace("{0}", data, StringComparison.Ordinal);
            var finding = Assert.Single(PersonalScanner.Find(text));

            Assert.Equal((kind, Nature.Personal), (finding.Kind, finding.Nature));
            Assert.Contains(data, text.Substring(Math.Max(0, finding.Start), finding.Length), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("de-steuer-id", "Meine Steuer-ID ist 86095742719.")]
    [InlineData("gb-nhs", "her NHS number: 943 476 5919")]
    [InlineData("nl-bsn", "BSN 111222333")]
    [InlineData("in-aadhaar", "Aadhaar 2341 2341 2346")]
    public void A_number_with_a_weak_check_is_found_where_it_is_called_so(string kind, string text)
    {
        var finding = Assert.Single(PersonalScanner.Find(text));

        Assert.Equal(kind, finding.Kind);
        Assert.Empty(PersonalScanner.Find(string.Concat("it weighs ", text.AsSpan(finding.Start, finding.Length))));
    }

    [Theory]
    [InlineData("DE88 3704 0044 0532 0130 00")]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("529.982.247-24")]
    [InlineData("12345678A")]
    [InlineData("000-09-9999")]
    [InlineData("44051401358")]
    [InlineData("127.0.0.1 and 192.168.1.20, version 10.0.12")]
    [InlineData("user@host and @ada and 3 @ 4")]
    [InlineData("2026-12-01 12:30:45, 1,204 of 87.3 %")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("[personal:iban#1f6a9c]")]
    public void What_fails_its_check_or_reaches_nobody_is_none(string text) => Assert.Empty(PersonalScanner.Find(text));

    [Fact]
    public void Of_ordinary_text_little_is_taken_for_personal_data()
    {
        var turns = OrdinaryText.All().ToList();
        var alarms = turns.Where(turn => PersonalScanner.Find(turn).Any(finding => finding.Kind is not ("email" or "ip-address"))).ToList();

        Assert.True(alarms.Count <= turns.Count * 0.01, $"{alarms.Count} of {turns.Count}: {string.Join(" | ", alarms.Take(30).Select(Told))}");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_hostile_text_costs_no_more_than_a_text_of_its_length_may()
    {
        foreach (var brick in (string[])["1", "1 ", "a@", "a@b.", "DE89", "4111 ", "1.", "1:", "+1", "(1", "A1", "::"])
        {
            // Far longer than any text may be: a search that goes back over it takes hours.
            await Task.Run(() => PersonalScanner.Find(string.Concat(Enumerable.Repeat(brick, (2048 * 1024 / brick.Length) + 1))), TestContext.Current.CancellationToken);
        }
    }

    private static string Told(string turn)
    {
        var finding = PersonalScanner.Find(turn).First(finding => finding.Kind is not ("email" or "ip-address"));

        return $"{finding.Kind}: {turn.Substring(finding.Start, finding.Length)}";
    }
}
