using System.Reflection;
using System.Runtime.CompilerServices;
using Locket.Engine;
using Locket.Storage;

namespace Locket.Tests.Architecture;

public class RoomTests
{
    private static readonly string[] WithoutWeb = ["System.", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

    // The locks are in these two. The client has none, and the commands share its way of finding the server.
    private static readonly string[] Shut = ["Locket.Engine", "Locket.Storage"];
    private static readonly string[] Product = ["Locket.Storage", "Locket.Server", "Locket.Client", "Locket.AgentFramework", "locket"];

    [Theory]
    [InlineData("Locket.Engine")]
    [InlineData("Locket.Storage")]
    [InlineData("Locket.Client")]
    [InlineData("Locket.AgentFramework")]
    [InlineData("locket")]
    public void The_rooms_of_an_assembly_have_no_circle(string assembly) => Assert.Null(Rooms.Of(Load(assembly)).FindCircle());

    [Fact]
    public void A_circle_is_found_where_there_is_one()
    {
        // A call inside a method body is the only door between these two.
        var rooms = new Rooms([typeof(North.Lamp), typeof(South.Shade)], parts: 4);

        Assert.Contains("North -> Locket.Tests.Architecture.South", rooms.FindCircle(), StringComparison.Ordinal);
    }

    [Fact]
    public void Doors_are_seen_in_method_bodies_too()
    {
        var rooms = Rooms.Of(Load("Locket.Engine"));

        Assert.True(rooms.HasDoor("Locket.Engine.Ledger", "Locket.Engine.Audit"));
        Assert.False(rooms.HasDoor("Locket.Engine.Audit", "Locket.Engine.Ledger"));
    }

    [Fact]
    public void The_engine_refers_to_no_web_no_database_and_no_other_room()
    {
        var references = Load("Locket.Engine").GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.All(references, name => Assert.True(WithoutWeb.Any(allowed => name.StartsWith(allowed, StringComparison.Ordinal)), name));
    }

    [Theory]
    [InlineData("Locket.Storage", "Locket.Engine")]
    [InlineData("Locket.Client", "Locket.Engine")]
    [InlineData("Locket.AgentFramework", "Locket.Client,Locket.Engine")]
    public void An_assembly_refers_only_to_those_below_it(string assembly, string below)
    {
        var ours = Load(assembly).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Locket", StringComparison.OrdinalIgnoreCase));

        Assert.Equal(below.Split(',', StringSplitOptions.RemoveEmptyEntries), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_storage_shows_only_its_services_and_its_options() =>
        Assert.Equal([typeof(StorageOptions), typeof(StorageServices)], typeof(StorageServices).Assembly.GetExportedTypes().OrderBy(type => type.Name));

    [Fact]
    public void No_product_assembly_sees_the_inside_of_the_engine_or_the_storage()
    {
        var friends = Shut
            .SelectMany(assembly => Load(assembly).GetCustomAttributes<InternalsVisibleToAttribute>())
            .Select(friend => friend.AssemblyName);

        Assert.DoesNotContain(friends, friend => Product.Contains(friend, StringComparer.OrdinalIgnoreCase));
    }

    private static Assembly Load(string name) => name == "Locket.Engine" ? typeof(EngineServices).Assembly : Assembly.Load(name);
}
