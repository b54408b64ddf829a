using CsCheck;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Tests.Support;

namespace Locket.Tests.Sealing;

public class KeyringTests
{
    private static readonly Guid Home = Sealed.NewId(1);
    private static readonly Guid Away = Sealed.NewId(2);
    private readonly TwoCopies _copies = new();

    [Fact]
    public void Keys_and_revocations_are_there_after_a_restart()
    {
        var ring = Filled();
        var again = Reopen();

        Assert.Equal(ring.ServerId, again.ServerId);
        Assert.Equal(ring.Server.AuditSeal, again.Server.AuditSeal);
        Assert.Equal(ring.Of(Home).Data, again.Of(Home).Data);
        Assert.Equal(ring.Of(Away).Lookup, again.Of(Away).Lookup);
        Assert.True(again.IsRevoked("AAAAAAAAAAAA"));
        Assert.False(again.IsRevoked("BBBBBBBBBBBB"));
        Assert.Equal(0, _copies.Rewrites);
    }

    [Fact]
    public void Keys_of_spaces_and_of_the_server_all_differ()
    {
        var ring = Filled();
        var server = ring.Server;
        byte[][] keys =
        [
            server.AuditBody, server.AuditSeal, server.SpaceNames, server.SpaceNameBody, server.Tokens, server.Snapshots,
            ring.Of(Home).Data, ring.Of(Home).Lookup, ring.Of(Away).Data, ring.Of(Away).Lookup,
        ];

        Assert.Equal(keys.Length, keys.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
        Assert.All(keys, key => Assert.Equal(Keyring.KeyLength, key.Length));
    }

    [Fact]
    public void What_was_not_flushed_is_not_on_disk()
    {
        var ring = Filled();
        var before = _copies.First;
        ring.CreateSpace(Sealed.NewId(9));

        Assert.Equal(before, _copies.First);
        ring.Flush();
        Assert.NotEqual(before, _copies.First);
    }

    [Fact]
    public void A_flush_with_nothing_new_writes_nothing()
    {
        var ring = Filled();
        var appends = _copies.Appends;
        ring.Flush();
        ring.Revoke("AAAAAAAAAAAA");
        ring.Flush();

        Assert.Equal(appends, _copies.Appends);
    }

    [Fact]
    public void A_second_copy_that_is_behind_is_brought_up_after_a_crash_between_the_two()
    {
        var ring = Filled();
        ring.CreateSpace(Sealed.NewId(9));
        _copies.IsToFailBetween = true;
        Assert.Throws<IOException>(ring.Flush);
        _copies.IsToFailBetween = false;

        var again = Reopen();

        Assert.NotNull(again.Find(Sealed.NewId(9)));
        Assert.Equal(_copies.First, _copies.Second);
        Assert.Equal(1, _copies.Rewrites);
    }

    [Fact]
    public void A_tail_torn_anywhere_costs_only_what_was_torn()
    {
        Filled();
        var (whole, borders) = (_copies.First, _copies.Borders());
        Assert.All(Enumerable.Range(borders[^2] + 1, whole.Length - borders[^2] - 1), length =>
        {
            (_copies.First, _copies.Second) = (whole[..length], whole[..borders[^2]]);
            var again = Reopen();

            Assert.NotNull(again.Find(Away));
            Assert.False(again.IsRevoked("AAAAAAAAAAAA"));
            Assert.Equal(whole[..borders[^2]], _copies.First);
            Assert.Equal(_copies.First, _copies.Second);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_copy_that_is_missing_or_ruined_is_made_anew_from_the_other(bool isFirst)
    {
        Filled();
        var whole = _copies.First;
        foreach (var ruined in (byte[][])[[], [1, 2, 3], new byte[whole.Length], [.. whole.Reverse()]])
        {
            (_copies.First, _copies.Second) = isFirst ? (ruined, whole) : (whole, ruined);
            Assert.NotNull(Reopen().Find(Home));
            Assert.Equal(whole, _copies.First);
            Assert.Equal(whole, _copies.Second);
        }
    }

    [Fact]
    public void Another_key_opens_nothing_and_changes_nothing()
    {
        Filled();
        var whole = _copies.First;
        var wrong = (byte[])Sealed.Kek.Clone();
        wrong[31] ^= 1;

        Assert.Throws<KeyringException>(() => Keyring.Open(_copies, wrong, mayCreate: true));
        Assert.Equal(whole, _copies.First);
        Assert.Equal(whole, _copies.Second);
    }

    [Fact]
    public void A_keyring_that_is_missing_is_made_only_where_nothing_needs_it()
    {
        Assert.Throws<KeyringException>(() => Keyring.Open(_copies, Sealed.Kek, mayCreate: false));
        Assert.Empty(_copies.First);
    }

    [Fact]
    public void Entries_cut_out_swapped_or_changed_in_the_middle_of_both_copies_are_refused_and_nothing_is_rewritten()
    {
        Filled();
        var (whole, borders) = (_copies.First, _copies.Borders());
        byte[] Entry(int number) => whole[borders[number]..borders[number + 1]];
        var flipped = (byte[])whole.Clone();
        flipped[borders[1] + 20] ^= 4;
        byte[][] damaged =
        [
            [.. Entry(0), .. Entry(2), .. Entry(3)],
            [.. Entry(0), .. Entry(2), .. Entry(1), .. Entry(3)],
            [.. Entry(0), .. Entry(1), .. Entry(1), .. Entry(2), .. Entry(3)],
            flipped,
        ];

        Assert.All(damaged, bytes =>
        {
            (_copies.First, _copies.Second) = (bytes, bytes);
            Assert.Throws<KeyringException>(Reopen);
            Assert.Equal(bytes, _copies.First);

            // A copy that is whole still wins over one that is not.
            _copies.First = whole;
            Assert.True(Reopen().IsRevoked("AAAAAAAAAAAA"));
        });
    }

    [Fact]
    public void A_copy_that_is_behind_does_not_win_over_a_damaged_one_that_held_more()
    {
        Filled();
        var (whole, borders) = (_copies.First, _copies.Borders());
        var flipped = (byte[])whole.Clone();
        flipped[borders[1] + 20] ^= 4;
        (_copies.First, _copies.Second) = (flipped, whole[..borders[3]]);

        Assert.Throws<KeyringException>(Reopen);
        Assert.Equal(flipped, _copies.First);
    }

    [Fact]
    public void Bytes_of_any_kind_never_throw_anything_but_a_keyring_exception() =>
        Gen.Select(Gen.Byte.Array[1, 400], Gen.Byte.Array[0, 400]).Sample((first, second) =>
        {
            var copies = new TwoCopies { First = first, Second = second };
            Assert.Throws<KeyringException>(() => Keyring.Open(copies, Sealed.Kek, mayCreate: true));
            Assert.Equal(first, copies.First);
        });

    [Fact]
    public void Bytes_of_any_kind_in_place_of_a_piece_never_throw_anything_but_a_keyring_exception()
    {
        Filled();
        var whole = _copies.First;
        Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, 200], Gen.Byte.Array[0, 200]).Sample((from, length, bytes) =>
        {
            byte[] mixed = [.. whole[..from], .. bytes, .. whole[Math.Min(whole.Length, from + length)..]];
            var copies = new TwoCopies { First = mixed, Second = mixed };
            try
            {
                Assert.NotEqual(Guid.Empty, Keyring.Open(copies, Sealed.Kek, mayCreate: false).ServerId);
            }
            catch (KeyringException)
            {
                Assert.Equal(mixed, copies.First);
            }
        });
    }

    [Fact]
    public void A_space_without_keys_is_unavailable_and_not_a_crash() =>
        Refused.As(RefusalCode.Unavailable, () => Filled().Of(Sealed.NewId(99)));

    private Keyring Filled()
    {
        var ring = Sealed.NewKeyring(_copies);
        ring.CreateSpace(Home);
        ring.Flush();
        ring.CreateSpace(Away);
        ring.Revoke("AAAAAAAAAAAA");
        ring.Flush();

        return ring;
    }

    private Keyring Reopen() => Keyring.Open(_copies, Sealed.Kek, mayCreate: false);
}
