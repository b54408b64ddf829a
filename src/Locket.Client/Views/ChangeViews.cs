using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Client.Views;

/// <summary>Changes onto the wire and off it again: what goes out at the server comes in at the copy as the same change.</summary>
internal static class ChangeViews
{
    public static ChangeView ToView(this Change change) => change.IsPurged
        ? new() { Sequence = change.Sequence, Id = change.Id.ToString(), Version = change.Version, At = change.At, Change = change.Kind.Name(), Purged = true }
        : new()
        {
            Sequence = change.Sequence,
            Id = change.Id.ToString(),
            Version = change.Version,
            At = change.At,
            Change = change.Kind.Name(),
            Actor = change.Actor.ToView(),
            Writer = change.Writer?.ToView(),
            Content = change.Content?.ToView(),
            Status = change.Status?.Name(),
            ReplacedBy = change.By?.ToString(),
            Relation = change.Relation?.ToView(),
            Entity = change.Entity?.ToView(),
        };

    /// <exception cref="JsonException">It is no change of ours.</exception>
    public static Change ToChange(this ChangeView view)
    {
        try
        {
            return new Change
            {
                Sequence = view.Sequence,
                Id = Id(view.Id),
                Version = view.Version,
                At = view.At,
                Kind = Kinds.TryGetValue(view.Change, out var kind) ? kind : throw new JsonException($"an unknown change: {view.Change}"),
                Actor = view.Actor?.ToActor() ?? new Actor("", "", null, default),
                Writer = view.Writer?.ToActor(),
                Content = view.Content?.ToContent(),
                Status = view.Status is { } status ? MemoryStatusNames.Parse(status) : null,
                By = view.ReplacedBy is { } by ? Id(by) : null,
                Relation = view.Relation?.ToContent(),
                Entity = view.Entity?.ToContent(),
                IsPurged = view.Purged == true,
            };
        }
        catch (RefusalException strange)
        {
            throw new JsonException(strange.Message, strange);
        }
    }

    public static EdgeView ToView(this RelationContent edge) => new(edge.From, edge.Relation, edge.To, edge.Since, edge.Until);

    public static RelationContent ToContent(this EdgeView edge) => new(edge.From, edge.Relation, edge.To, edge.Since, edge.Until);

    public static ThingView ToView(this EntityContent entity) => new(entity.Name, entity.Type.Length == 0 ? null : entity.Type, entity.Copy);

    public static EntityContent ToContent(this ThingView thing) => new(thing.Name, thing.Type ?? "", thing.Copy);

    private static readonly Dictionary<string, ChangeKind> Kinds =
        Enum.GetValues<ChangeKind>().ToDictionary(kind => kind.Name(), StringComparer.Ordinal);

    private static ActorView ToView(this Actor actor) => new(actor.Principal, actor.TokenId, actor.Client, actor.Trust.Name());

    private static Actor ToActor(this ActorView actor) => new(actor.Principal, actor.Token, actor.Client, TrustNames.Parse(actor.Trust));

    private static ContentView ToView(this MemoryContent content) => new()
    {
        Kind = content.Kind,
        Text = content.Text,
        Tags = content.Tags.Count == 0 ? null : content.Tags,
        About = content.About.Count == 0 ? null : content.About,
        Author = content.Author,
        Session = content.Session,
        OccurredAt = content.OccurredAt,
        ValidUntil = content.ValidUntil,
        ExpiresAt = content.ExpiresAt,
        Metadata = content.Metadata is { } json ? JsonElement.Parse(json) : null,
        Replaces = content.Replaces?.ToString(),
        RememberedAt = content.RememberedAt,
        Origin = content.Origin.Name(),
        Trust = content.Trust.Name(),
    };

    private static MemoryContent ToContent(this ContentView content) => new()
    {
        Kind = content.Kind,
        Text = content.Text,
        Tags = content.Tags ?? [],
        About = content.About ?? [],
        Author = content.Author,
        Session = content.Session,
        OccurredAt = content.OccurredAt,
        ValidUntil = content.ValidUntil,
        ExpiresAt = content.ExpiresAt,
        Metadata = content.Metadata.ToText(),
        Replaces = content.Replaces is { } replaced ? Id(replaced) : null,
        RememberedAt = content.RememberedAt,
        Origin = OriginNames.Parse(content.Origin),
        Trust = TrustNames.Parse(content.Trust),
    };

    private static MemoryId Id(string text) =>
        MemoryId.TryParse(text, null, out var id) ? id : throw new JsonException($"not an id: {text.Length} characters");
}
