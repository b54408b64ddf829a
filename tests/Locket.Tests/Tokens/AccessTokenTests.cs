using System.Text.RegularExpressions;
using CsCheck;
using Locket.Engine.Refusals;
using Locket.Engine.Tokens;
using Locket.Tests.Support;

namespace Locket.Tests.Tokens;

public partial class AccessTokenTests
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void A_named_token_has_the_documented_form()
    {
        var token = AccessToken.NewNamed(AccessToken.NewPublicId());

        Assert.Matches(Form(), token);
        Assert.Equal(token.Substring(4, 12), AccessToken.PublicIdOf(token));
    }

    [Fact]
    public void The_checksum_is_the_crc_32_of_everything_before_it_in_base_62()
    {
        var token = AccessToken.NewNamed("AAAAAAAAAAAA");
        var value = token[^6..].Aggregate(0UL, (sum, letter) => (sum * 62) + (ulong)Letters.IndexOf(letter, StringComparison.Ordinal));

        Assert.Equal(Crc32(token[..^6]), value);
    }

    [Fact]
    public void Every_typing_error_of_one_character_is_noticed() =>
        Gen.Select(Gen.Int[0, 65], Gen.Char).Sample((at, letter) =>
        {
            var token = AccessToken.NewNamed(AccessToken.NewPublicId());
            var typed = token[..at] + letter + token[(at + 1)..];

            Assert.Equal(typed == token, AccessToken.PublicIdOf(typed) is not null);
        });

    [Fact]
    public void Every_letter_at_every_place_of_one_token_is_noticed()
    {
        var token = AccessToken.NewNamed(AccessToken.NewPublicId());
        for (var at = 0; at < token.Length; at++)
        {
            var others = Letters.Where(letter => letter != token[at]).Select(letter => token[..at] + letter + token[(at + 1)..]);

            Assert.All(others, typed => Assert.Null(AccessToken.PublicIdOf(typed)));
        }
    }

    [Fact]
    public void Neighbours_that_changed_places_are_noticed() =>
        Gen.Int[0, 64].Sample(at =>
        {
            var token = AccessToken.NewNamed(AccessToken.NewPublicId());
            var typed = token[..at] + token[at + 1] + token[at] + token[(at + 2)..];

            Assert.Equal(typed == token, AccessToken.PublicIdOf(typed) is not null);
        });

    [Fact]
    public void Strings_of_any_kind_are_told_apart_without_an_exception() =>
        Gen.String[0, 200].Sample(text => Assert.Null(AccessToken.PublicIdOf(text)));

    [Fact]
    public void A_session_token_is_43_characters_of_base64url() =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Matches("^[0-9A-Za-z_-]{43}$", AccessToken.NewSession()));

    [Fact]
    public void No_two_tokens_are_alike() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => AccessToken.NewSession()[..20]).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("Correct-Horse-Battery-1")]
    public void A_strong_token_of_the_operator_is_taken(string secret) => Assert.Equal(secret, AccessToken.DemandStrong(secret));

    [Theory]
    [InlineData("")]
    [InlineData("changeme")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Correct Horse Battery Staple")]
    [InlineData("Körrect-Horse-Battery-Staple")]
    [InlineData("Correct-Horse-Battery\n-Staple")]
    public void A_weak_or_unprintable_token_of_the_operator_is_refused(string secret) =>
        Refused.As(RefusalCode.Invalid, () => AccessToken.DemandStrong(secret));

    [Fact]
    public void What_the_server_makes_is_strong_itself() =>
        Assert.All(Enumerable.Range(0, 100), _ => AccessToken.DemandStrong(AccessToken.NewSession()));

    private static ulong Crc32(string text)
    {
        // Bit by bit from the polynomial's definition, unlike the code under test.
        var crc = 0xFFFFFFFFu;
        foreach (var letter in text)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var isOdd = ((crc ^ ((uint)letter >> bit)) & 1) == 1;
                crc = isOdd ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return crc ^ 0xFFFFFFFFu;
    }

    [GeneratedRegex("^lkt_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}$")]
    private static partial Regex Form();
}
