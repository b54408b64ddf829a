using Locket.Engine.Records;

namespace Locket.Storage.Sqlite;

/// <summary>A space as its row says. Number 0 means that it has keys but no row yet.</summary>
internal sealed record SpaceState(long Number, SpaceHead Head, int State)
{
    public const int Live = 0;

    public bool IsBorn => Number != 0;
}
