using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Locket.Client.Offline;

namespace Locket.Client;

/// <summary>Where the local files lie, and who may enter: the folder 0700, the key 0600 and outside of it.</summary>
internal sealed record OfflineHome(string Folder, string KeyFile)
{
    private const int KeyLength = 32;
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static OfflineHome Find(OfflineOptions offline, Func<string, string?> environment)
    {
        var folder = Path.GetFullPath(offline.Folder ?? Path.Combine(StateFolder(environment), "locket", "client"));

        return new(folder, Path.GetFullPath(offline.KeyFile ?? folder.TrimEnd(Path.DirectorySeparatorChar) + ".key"));
    }

    /// <exception cref="VaultException">The files are not private, cannot be used, or belong to another key.</exception>
    public Vault Open()
    {
        try
        {
            Make(Path.GetDirectoryName(Folder)!);
            Make(Folder);
            Make(Path.GetDirectoryName(KeyFile)!);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new VaultException($"{Folder} cannot be made: {failed.Message}", failed);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Folder) & ~Mine & (UnixFileMode)0x1FF) != 0)
        {
            throw new VaultException($"{Folder} can be entered by other users: run chmod 700 {Folder}");
        }

        if (Posix.OwnerOf(Folder) is { } owner && owner != Posix.User)
        {
            throw new VaultException($"{Folder} belongs to user {owner}, and this process runs as user {Posix.User}: name a folder of your own");
        }

        return Vault.Open(Folder, Key());
    }

    /// <summary>Looks at what is there, and makes, locks and changes nothing.</summary>
    /// <returns>Null where no client has kept anything.</returns>
    /// <exception cref="VaultException">It cannot be opened: the sentence says why, and after a colon what mends it.</exception>
    public VaultGlance? Look() => !Vault.IsIn(Folder) ? null
        : ReadKey() is { } key ? Vault.Look(Folder, key)
        : throw Lost();

    private static string StateFolder(Func<string, string?> environment)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        }

        // A relative path there counts as none (XDG Base Directory Specification).
        return DataFolder.Said(environment("XDG_STATE_HOME")) is { } said && Path.IsPathRooted(said)
            ? said
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".local", "state");
    }

    private static void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Mine);
        }
    }

    private byte[] Key()
    {
        if (ReadKey() is { } there)
        {
            return there;
        }

        if (!Vault.IsIn(Folder))
        {
            MakeKey();
        }

        // Where there are files already, another process may just have made both.
        return ReadKey() ?? throw Lost();
    }

    /// <returns>Null where there is none.</returns>
    private byte[]? ReadKey()
    {
        var file = PrivateFile.Read(KeyFile);
        if (file.Complaint is { } complaint)
        {
            throw new VaultException(complaint);
        }

        if (file.Text is not { } text)
        {
            return null;
        }

        var key = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];

        return key.Length == KeyLength ? key : throw new VaultException($"{KeyFile} holds no key: put it back from a copy, or remove it and {Folder}");
    }

    private VaultException Lost() => new($"{KeyFile} is gone, and {Folder} holds what only it can open: put it back from a copy, or remove the folder");

    // Written whole under another name and then named, so that nobody reads half a key; whoever is first wins.
    private void MakeKey()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyLength));
        var draft = $"{KeyFile}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(secret + "\n"));
                stream.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(draft, KeyFile, overwrite: false);
            }
            catch (IOException) when (File.Exists(KeyFile))
            {
                File.Delete(draft);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new VaultException($"{KeyFile} cannot be written: {failed.Message}", failed);
        }

        DirectorySync.Of(Path.GetDirectoryName(KeyFile)!);
    }
}
