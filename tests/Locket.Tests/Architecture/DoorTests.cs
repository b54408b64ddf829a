using System.Reflection;
using Locket.Engine;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Storage;
using Locket.Tests.Support;

namespace Locket.Tests.Architecture;

public class DoorTests
{
    private static readonly Type[] Grants = [typeof(ReadGrant), typeof(WriteGrant), typeof(AdminGrant), typeof(ListGrant)];

    /// <summary>What a store does without a grant, each with its reason.</summary>
    private static readonly Dictionary<string, string> WithoutGrant = new(StringComparer.Ordinal)
    {
        ["ISystemStore.FindTokenAsync"] = "Callers come from it, so there is none yet.",
    };

    /// <summary>Interfaces that the storage implements and that are no stores of records, each with its reason.</summary>
    private static readonly Dictionary<Type, string> NotStores = new()
    {
        [typeof(IRecordTransaction)] = "Handed out by IRecordStore.WriteAsync only, which asks for the grant.",
        [typeof(ISystemTransaction)] = "Handed out by ISystemStore.WriteAsync only, which asks for the grant.",
        [typeof(IKeyringStore)] = "Keeps bytes that are sealed already and belong to no space.",
        [typeof(IKekSource)] = "The key of the whole directory, before anybody can be let in.",
        [typeof(IBackup)] = "A copy of the whole file, sealed as it is; the face asks for the scope admin.",
        [typeof(IRestore)] = "Works on a directory that nobody serves.",
        [typeof(IMigration)] = "Works on a directory that nobody serves.",
        [typeof(IInspection)] = "Looks at files from outside; opens no row.",
        [typeof(IDataDirectory)] = "The folder, not what is in it.",
        [typeof(IDirectoryLock)] = "The folder, not what is in it.",
        [typeof(IPrivateFiles)] = "Files of the operator.",
    };

    [Fact]
    public void Every_engine_operation_starts_with_the_caller()
    {
        var operations = typeof(EngineServices).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Engine", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public))
            .ToList();

        Assert.Contains(operations, operation => operation.Name == nameof(MemoryEngine.RememberAsync));
        Assert.All(operations, operation => Assert.True(First(operation) == typeof(Caller), $"{operation.DeclaringType!.Name}.{operation.Name}"));
    }

    [Fact]
    public void Every_store_operation_starts_with_a_grant()
    {
        var open = Implemented()
            .Where(type => !NotStores.ContainsKey(type))
            .SelectMany(type => type.GetMethods())
            .Where(operation => !Grants.Contains(First(operation)))
            .Select(operation => $"{operation.DeclaringType!.Name}.{operation.Name}");

        Assert.Equal(WithoutGrant.Keys.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_interface_named_a_store_is_held_to_the_rule()
    {
        var stores = typeof(IRecordStore).Assembly.GetTypes().Where(type => type.IsInterface && type.Namespace == typeof(IRecordStore).Namespace);

        Assert.All(stores, store => Assert.Contains(store, Implemented()));
        Assert.Contains(typeof(IRecordStore), stores);
    }

    [Fact]
    public void Transactions_are_handed_out_by_writes_only()
    {
        var givers = typeof(IRecordStore).Assembly.GetExportedTypes()
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.ToString()!.Contains("Transaction", StringComparison.Ordinal))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Equal(["IRecordStore.WriteAsync", "ISystemStore.WriteAsync"], givers.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ReadGrant.Of(", "src/Locket.Engine/Security/Caller.cs")]
    [InlineData("WriteGrant.Of(", "src/Locket.Engine/Security/Caller.cs")]
    [InlineData("AdminGrant.Of(", "src/Locket.Engine/Security/Caller.cs")]
    [InlineData("ListGrant.Of(", "src/Locket.Engine/Security/Caller.cs")]
    [InlineData("Caller.Admitted(", "src/Locket.Engine/Tokens/Gatekeeper.cs")]
    public void Credentials_are_made_in_one_file_only(string maker, string file)
    {
        var makers = SourceTree.Files("src").Where(source => source.Text.Contains(maker, StringComparison.Ordinal)).Select(source => source.Path);

        Assert.Equal([file], makers);
    }

    [Theory]
    [InlineData(typeof(Caller))]
    [InlineData(typeof(ReadGrant))]
    [InlineData(typeof(WriteGrant))]
    [InlineData(typeof(AdminGrant))]
    [InlineData(typeof(ListGrant))]
    public void Nobody_else_can_make_a_credential(Type credential)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var open = credential.GetConstructors(Any).Where(maker => !maker.IsPrivate && !maker.IsFamilyAndAssembly).Cast<MethodBase>()
            .Concat(credential.GetMethods(Any).Where(method => method.IsStatic && method.IsPublic));

        // A struct has a default value, and a record a clone: both are makers nobody wrote.
        Assert.Empty(open);
        Assert.True(credential.IsClass);
        Assert.Null(credential.GetMethod("<Clone>$"));
    }

    private static List<Type> Implemented() =>
    [
        .. typeof(StorageServices).Assembly.GetTypes()
            .SelectMany(type => type.GetInterfaces())
            .Where(type => type.Assembly == typeof(EngineServices).Assembly)
            .Distinct(),
    ];

    private static Type? First(MethodInfo operation) => operation.GetParameters() is [var first, ..] ? first.ParameterType : null;
}
