using CsCheck;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Tests.Support;

namespace Locket.Tests.Sealing;

public class RecordSealerTests
{
    private static readonly Guid Space = Sealed.NewId(1);
    private static readonly Guid OtherSpace = Sealed.NewId(2);
    private readonly RecordSealer _sealer;
    private readonly SealedRow _row;

    public RecordSealerTests()
    {
        var keyring = Sealed.NewKeyring();
        keyring.CreateSpace(Space);
        keyring.CreateSpace(OtherSpace);
        _sealer = new RecordSealer(keyring);
        _row = Sealed.Row(_sealer, Space, Sealed.Change("Ann likes tea"));
    }

    public static TheoryData<string, SealedRow> Edits()
    {
        var row = new SealedRow { Sequence = 1, Id = new MemoryId(Sealed.NewId(7)), Version = 1, At = default, KeyVersion = 1, Body = null, Seal = new byte[16] };

        return new()
        {
            { "sequence", row with { Sequence = 2 } },
            { "id", row with { Id = new MemoryId(Sealed.NewId(8)) } },
            { "version", row with { Version = 2 } },
            { "at", row with { At = new DateTimeOffset(1, TimeSpan.Zero) } },
            { "key_version", row with { KeyVersion = 2 } },
            { "content_mac", row with { ContentMac = 43 } },
            { "content_mac to 0", row with { ContentMac = 0 } },
            { "seal", row with { Seal = new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 } } },
        };
    }

    [Fact]
    public void What_was_sealed_comes_back()
    {
        var change = Sealed.Change("Ann likes tea");

        var opened = _sealer.Open(Space, _row);

        Assert.Equal(change.Content!.Text, opened.Content!.Text);
        Assert.Equal(change.Content.Tags, opened.Content.Tags);
        Assert.Equal(change.Actor, opened.Actor);
        Assert.Equal(RecordSealer.Plaintext(change), RecordSealer.Plaintext(opened));
    }

    [Theory]
    [MemberData(nameof(Edits), DisableDiscoveryEnumeration = true)]
    public void An_edit_of_any_plain_column_is_seen(string column, SealedRow edit)
    {
        var edited = column switch
        {
            "sequence" => _row with { Sequence = edit.Sequence },
            "id" => _row with { Id = edit.Id },
            "version" => _row with { Version = edit.Version },
            "at" => _row with { At = _row.At.AddTicks(edit.At.Ticks) },
            "key_version" => _row with { KeyVersion = edit.KeyVersion },
            "content_mac" or "content_mac to 0" => _row with { ContentMac = edit.ContentMac },
            _ => _row with { Seal = edit.Seal },
        };

        Assert.Throws<DamagedException>(() => _sealer.Open(Space, edited));
    }

    [Fact]
    public void A_row_without_a_content_mac_cannot_be_given_one()
    {
        var bare = Sealed.Row(_sealer, Space, Sealed.Change("Ann likes tea"), mac: null);

        Assert.Equal("Ann likes tea", _sealer.Open(Space, bare).Content!.Text);
        Assert.Throws<DamagedException>(() => _sealer.Open(Space, bare with { ContentMac = 0 }));
    }

    [Fact]
    public void Rows_cannot_change_places_between_ids_versions_and_spaces()
    {
        var other = Sealed.Row(_sealer, Space, Sealed.Change("Ann likes coffee", sequence: 2, id: 8));
        var later = Sealed.Row(_sealer, Space, Sealed.Change("Ann likes milk", sequence: 3, version: 2));

        Assert.Throws<DamagedException>(() => _sealer.Open(Space, _row with { Body = other.Body }));
        Assert.Throws<DamagedException>(() => _sealer.Open(Space, later with { Body = _row.Body }));
        Assert.Throws<DamagedException>(() => _sealer.Open(OtherSpace, _row));
    }

    [Fact]
    public void Any_flipped_bit_of_a_body_is_seen() =>
        Gen.Select(Gen.String[0, 300], Gen.Int[0, int.MaxValue]).Sample((text, bit) =>
        {
            // Lone surrogates are refused long before they get here.
            var row = Sealed.Row(_sealer, Space, Sealed.Change(Locket.Engine.Text.PlainText.IsWellFormed(text) ? text : "x"));
            var body = row.Body!.Value.ToArray();
            body[bit / 8 % body.Length] ^= (byte)(1 << (bit % 8));

            Assert.Throws<DamagedException>(() => _sealer.Open(Space, row with { Body = body }));
        });

    [Fact]
    public void A_body_cut_anywhere_is_seen()
    {
        var body = _row.Body!.Value;

        Assert.All(Enumerable.Range(0, body.Length), length =>
            Assert.Throws<DamagedException>(() => _sealer.Open(Space, _row with { Body = body[..length] })));
    }

    [Fact]
    public void The_same_content_is_never_the_same_bytes()
    {
        var again = Sealed.Row(_sealer, Space, Sealed.Change("Ann likes tea"));

        Assert.False(_row.Body!.Value.Span.SequenceEqual(again.Body!.Value.Span));
        Assert.DoesNotContain("tea", System.Text.Encoding.Latin1.GetString(_row.Body!.Value.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_purged_row_is_a_header_only()
    {
        var purged = _sealer.Open(Space, _row with { Body = null, ContentMac = null });

        Assert.True(purged.IsPurged);
        Assert.Null(purged.Content);
        Assert.Equal((_row.Sequence, _row.Id, _row.Version), (purged.Sequence, purged.Id, purged.Version));
    }
}
