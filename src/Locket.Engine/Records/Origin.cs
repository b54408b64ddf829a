using Locket.Engine.Refusals;

namespace Locket.Engine.Records;

/// <summary>Where a memory came from, stamped by the server.</summary>
public enum Origin
{
    User = 0,
    Agent = 1,
    Tool = 2,
    Document = 3,
    Import = 4,
}

public static class OriginNames
{
    public static string Name(this Origin origin) => origin switch
    {
        Origin.User => "user",
        Origin.Agent => "agent",
        Origin.Tool => "tool",
        Origin.Document => "document",
        Origin.Import => "import",
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    public static Origin Parse(string name) => name switch
    {
        "user" => Origin.User,
        "agent" => Origin.Agent,
        "tool" => Origin.Tool,
        "document" => Origin.Document,
        "import" => Origin.Import,
        _ => throw RefusalException.Invalid("origin must be user, agent, tool, document or import"),
    };
}
