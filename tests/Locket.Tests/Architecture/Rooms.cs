using System.Reflection;

namespace Locket.Tests.Architecture;

/// <summary>
/// The rooms of an assembly, one per folder right below its root, and which of them open into which. What ties an assembly together at its root
/// (<c>EngineServices</c>, <c>StorageServices</c>, the program) needs every room and is a room of its own: no room may need it.
/// </summary>
internal sealed class Rooms
{
    private const int AssemblyParts = 2;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _doors = new(StringComparer.Ordinal);
    private readonly int _parts;

    /// <param name="types">Types of one assembly.</param>
    /// <param name="parts">How many parts of a namespace name a room; folders deeper down are corners of it.</param>
    public Rooms(IEnumerable<Type> types, int parts = AssemblyParts + 1)
    {
        _parts = parts;
        var inside = types.Where(type => type.Namespace is not null).ToHashSet();
        foreach (var type in inside)
        {
            foreach (var needed in Dependencies.Of(type).Where(needed => inside.Contains(needed) && RoomOf(needed) != RoomOf(type)))
            {
                Doors(RoomOf(type)).TryAdd(RoomOf(needed), $"{type.Name} needs {needed.Name}");
            }
        }
    }

    public static Rooms Of(Assembly assembly) =>
        // What a source generator wrote for others lives outside our namespaces.
        new(assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Locket", StringComparison.Ordinal) == true));

    public bool HasDoor(string from, string to) => _doors.TryGetValue(from, out var doors) && doors.ContainsKey(to);

    /// <returns>One circle in words, or null when there is none.</returns>
    public string? FindCircle()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var way = new List<string>();

        return _doors.Keys.ToList().Select(room => Walk(room, way, done)).FirstOrDefault(circle => circle is not null);
    }

    private string RoomOf(Type type)
    {
        var outer = type;
        while (outer.DeclaringType is { } declaring)
        {
            outer = declaring;
        }

        var parts = type.Namespace!.Split('.');
        var tiesTogether = parts.Length <= AssemblyParts
            && (outer.Name.EndsWith("Services", StringComparison.Ordinal) || outer.Name == "Program");

        return tiesTogether ? $"{type.Namespace}.{outer.Name}" : string.Join('.', parts.Take(_parts));
    }

    private string? Walk(string room, List<string> way, HashSet<string> done)
    {
        var seen = way.IndexOf(room);
        if (seen >= 0)
        {
            var circle = way.Skip(seen).Append(room).ToList();

            return string.Join("; ", circle.Zip(circle.Skip(1), (from, to) => $"{from} -> {to} ({_doors[from][to]})"));
        }

        if (done.Contains(room) || !_doors.TryGetValue(room, out var doors))
        {
            return null;
        }

        way.Add(room);
        var found = doors.Keys.Select(next => Walk(next, way, done)).FirstOrDefault(circle => circle is not null);
        way.RemoveAt(way.Count - 1);
        done.Add(room);

        return found;
    }

    private SortedDictionary<string, string> Doors(string room)
    {
        if (!_doors.TryGetValue(room, out var doors))
        {
            _doors.Add(room, doors = new SortedDictionary<string, string>(StringComparer.Ordinal));
        }

        return doors;
    }
}
