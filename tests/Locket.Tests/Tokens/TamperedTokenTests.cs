using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Tests.Support;

namespace Locket.Tests.Tokens;

/// <summary>Whoever writes the database file, or puts an old one back, lets nobody in.</summary>
public sealed class TamperedTokenTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("update tokens set body = (select body from tokens where public_id = '{other}') where public_id = '{id}'")]
    [InlineData("update tokens set secret_hash = (select secret_hash from tokens where public_id = '{other}') where public_id = '{id}'")]
    [InlineData("update tokens set body = cast(substr(body, 1, 20) || x'00' || substr(body, 22) as blob) where public_id = '{id}'")]
    [InlineData("update tokens set body = x'' where public_id = '{id}'")]
    [InlineData("update tokens set secret_hash = x'' where public_id = '{id}'")]
    [InlineData("delete from tokens where public_id = '{id}'")]
    public async Task A_token_row_that_was_edited_lets_nobody_in(string edit)
    {
        var (issued, other) = await TwoTokensAsync();
        var script = edit.Replace("{id}", issued.Token.PublicId, StringComparison.Ordinal).Replace("{other}", other.Token.PublicId, StringComparison.Ordinal);
        Assert.Equal(1, Database.Run(_folder, script));

        using var engine = TestEngine.Open(_folder);
        Assert.Null(await engine.Gate.AdmitAsync(issued.Secret, TestEngine.Cancellation));
        Assert.NotNull(await engine.Gate.AdmitAsync(other.Secret, TestEngine.Cancellation));
    }

    [Fact]
    public async Task A_wider_token_cannot_be_grafted_on_a_narrow_one()
    {
        var (narrow, wide) = await TwoTokensAsync();
        Database.Run(_folder, $"""
            update tokens set secret_hash = (select secret_hash from tokens where public_id = '{narrow.Token.PublicId}')
            where public_id = '{wide.Token.PublicId}';
            delete from tokens where public_id = '{narrow.Token.PublicId}';
            update tokens set public_id = '{narrow.Token.PublicId}'
            """);

        using var engine = TestEngine.Open(_folder);
        Assert.Null(await engine.Gate.AdmitAsync(narrow.Secret, TestEngine.Cancellation));
        Assert.Empty(await engine.Tokens.ListAsync(TestEngine.Owner, TestEngine.Cancellation));
    }

    [Fact]
    public async Task A_secret_of_ones_own_cannot_be_put_under_a_token_that_is_there()
    {
        var (_, wide) = await TwoTokensAsync();
        var forged = AccessToken.NewNamed(wide.Token.PublicId);
        var hash = Convert.ToHexString(AccessToken.Hash(forged));
        Database.Run(_folder, $"update tokens set secret_hash = x'{hash}' where public_id = '{wide.Token.PublicId}'");

        using var engine = TestEngine.Open(_folder);
        Assert.Null(await engine.Gate.AdmitAsync(forged, TestEngine.Cancellation));
    }

    [Fact]
    public async Task Nothing_revoked_or_erased_revives_by_clock_restore_replica_or_replay()
    {
        var (issued, _) = await TwoTokensAsync();
        using var old = _folder.Copy();
        using (var engine = TestEngine.Open(_folder))
        {
            await engine.Tokens.RevokeAsync(TestEngine.Owner, issued.Token.PublicId, TestEngine.Cancellation);
        }

        // The database of before the revocation, with the keyring of today.
        File.Copy(old.File("locket.db"), _folder.File("locket.db"), overwrite: true);
        using (var engine = TestEngine.Open(_folder))
        {
            Assert.Null(await engine.Gate.AdmitAsync(issued.Secret, TestEngine.Cancellation));
            var listed = await engine.Tokens.ListAsync(TestEngine.Owner, TestEngine.Cancellation);
            Assert.NotNull(listed.Single(token => token.PublicId == issued.Token.PublicId).RevokedAt);
            await Refused.AsAsync(RefusalCode.Conflict, () => engine.Tokens.RotateAsync(TestEngine.Owner, issued.Token.PublicId, TimeSpan.Zero, TestEngine.Cancellation));
        }

        // A clock that is set back to when the token was new.
        using var early = TestEngine.Open(_folder, new(TestEngine.Start));
        Assert.Null(await early.Gate.AdmitAsync(issued.Secret, TestEngine.Cancellation));
    }

    [Fact]
    public async Task A_single_row_put_back_from_an_old_copy_stays_revoked()
    {
        var (issued, _) = await TwoTokensAsync();
        using var old = _folder.Copy();
        using (var engine = TestEngine.Open(_folder))
        {
            await engine.Tokens.RevokeAsync(TestEngine.Owner, issued.Token.PublicId, TestEngine.Cancellation);
        }

        Database.Run(_folder, $"""
            attach '{old.File("locket.db")}' as old;
            delete from tokens;
            insert into tokens select * from old.tokens
            """);
        using var again = TestEngine.Open(_folder);
        Assert.Null(await again.Gate.AdmitAsync(issued.Secret, TestEngine.Cancellation));
    }

    [Fact]
    public async Task A_token_of_another_server_lets_nobody_in()
    {
        using var elsewhere = TestEngine.New();
        var (_, foreign) = await elsewhere.AdmitNewAsync(scopes: Scope.Read | Scope.Write | Scope.Admin);
        await TwoTokensAsync();

        using var engine = TestEngine.Open(_folder);
        Assert.Null(await engine.Gate.AdmitAsync(foreign.Secret, TestEngine.Cancellation));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(IssuedToken Narrow, IssuedToken Wide)> TwoTokensAsync()
    {
        using var engine = TestEngine.Open(_folder, new(TestEngine.Start));
        var (_, narrow) = await engine.AdmitNewAsync("narrow", scopes: Scope.Read, spaces: "work");
        var (_, wide) = await engine.AdmitNewAsync("wide", scopes: Scope.Read | Scope.Write | Scope.Admin);

        return (narrow, wide);
    }
}
