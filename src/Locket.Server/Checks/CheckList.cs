namespace Locket.Server.Checks;

/// <summary>All checks there are, in the order in which one rests on another. docs/reference/doctor.md is compared with it by a test.</summary>
internal static class CheckList
{
    public static IReadOnlyList<ICheck> All { get; } =
    [
        new SettingsCheck(),
        new EnvironmentCheck(),
        new AddressCheck(),
        new ProxyCheck(),
        new DirectoryCheck(),
        new DiskCheck(),
        new LimitCheck(),
        new ClockCheck(),
        new KeyCheck(),
        new RecoveryCheck(),
        new RecordsCheck(),
        new AuditCheck(),
        new SocketCheck(),
        new OwnerCheck(),
        new TokenCheck(),
        new PortCheck(),
        new CertificateCheck(),
        new EmbeddingCheck(),
        new OfflineCheck(),
        new EditorCheck(),
        new ConversationCheck(),
    ];
}
