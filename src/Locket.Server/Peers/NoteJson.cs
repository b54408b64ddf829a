using System.Text.Json.Serialization;

namespace Locket.Server.Peers;

/// <summary>JSON that stands inside a Markdown note.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class NoteJson : JsonSerializerContext;
