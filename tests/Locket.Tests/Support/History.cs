using CsCheck;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Tests.Support;

/// <summary>One step of a random history; the numbers choose among what there is by then.</summary>
internal sealed record Step(string Operation, int Which, int Word, bool HasKey)
{
    private static readonly string[] Operations = ["remember", "remember", "replace", "revise", "forget", "undo", "undo", "again"];

    public static Gen<List<Step>> Histories(int longest) =>
        Gen.Select(Gen.Int[0, Operations.Length - 1].Select(operation => Operations[operation]), Gen.Int[0, 99], Gen.Int[0, 5], Gen.Bool, (operation, which, word, hasKey) => new Step(operation, which, word, hasKey))
            .List[1, longest];
}

/// <summary>The same history told twice: to the engine, and to a dictionary that knows the rules in their simplest form.</summary>
internal sealed class History(TestEngine engine, SpaceName space)
{
    private static readonly string[] Words = ["Paris", "Rome", "Oslo", "Bern", "Ulm", "Lima"];
    private readonly List<MemoryId> _ids = [];
    private readonly Dictionary<MemoryId, List<Told>> _model = [];
    private Func<Task>? _last;
    private int _keys;

    /// <summary>What a memory is after each of its versions.</summary>
    public sealed record Told(string Text, MemoryStatus Status, MemoryId? ReplacedBy);

    /// <returns>Ids in order of creation with what they are now and how many versions they have.</returns>
    public IEnumerable<(MemoryId Id, int Version, Told Told)> Expected => _ids.Select(id => (id, _model[id].Count, _model[id][^1]));

    public async Task TellAsync(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            await TellAsync(step);
        }
    }

    private async Task TellAsync(Step step)
    {
        var key = step.HasKey ? $"key {_keys++}" : null;
        if (step.Operation is "remember" || _ids.Count == 0)
        {
            await RememberAsync(Words[step.Word], null, key);
            return;
        }

        var id = _ids[step.Which % _ids.Count];
        await (step.Operation switch
        {
            "replace" => RememberAsync(Words[step.Word], id, key),
            "revise" => ReviseAsync(id, Words[step.Word], key),
            "forget" => ForgetAsync(id, key),
            "undo" => UndoAsync(id, key),
            // A client that got no answer sends the same again.
            _ => _last?.Invoke() ?? Task.CompletedTask,
        });
    }

    private async Task RememberAsync(string text, MemoryId? replaced, string? key)
    {
        var draft = TestEngine.Draft(text, key, replaced);
        Task<RememberOutcome> Ask() => engine.Memories.RememberAsync(TestEngine.Owner, space, draft, TestEngine.Cancellation);
        if (replaced is { } old && Now(old).Status != MemoryStatus.Active)
        {
            await Refused.AsAsync(RefusalCode.Conflict, Ask);
            return;
        }

        var same = replaced is null ? _ids.FirstOrDefault(id => Now(id) is { Status: MemoryStatus.Active } now && now.Text == text) : default;
        var outcome = await Ask();
        Assert.Equal(same == default, outcome.IsNew);
        Remember(key, Ask, outcome.Memory.Id);
        if (!outcome.IsNew)
        {
            Assert.Contains(outcome.Memory.Id, _ids);
            Assert.Equal(new Told(text, MemoryStatus.Active, null), Now(outcome.Memory.Id));
            return;
        }

        _ids.Add(outcome.Memory.Id);
        _model.Add(outcome.Memory.Id, [new Told(text, MemoryStatus.Active, null)]);
        if (replaced is { } over)
        {
            _model[over].Add(Now(over) with { Status = MemoryStatus.Superseded, ReplacedBy = outcome.Memory.Id });
        }
    }

    private async Task ReviseAsync(MemoryId id, string text, string? key)
    {
        var revision = new Revision { Text = text, Key = key };
        Task<Memory> Ask() => engine.Memories.ReviseAsync(TestEngine.Owner, space, id, revision, TestEngine.Cancellation);
        if (Now(id).Status != MemoryStatus.Active)
        {
            await Refused.AsAsync(RefusalCode.Conflict, Ask);
            return;
        }

        var revised = await Ask();
        Remember(key, Ask, id);
        if (Now(id).Text != text)
        {
            _model[id].Add(new Told(text, MemoryStatus.Active, null));
        }

        Assert.Equal(_model[id].Count, revised.Version);
    }

    private async Task ForgetAsync(MemoryId id, string? key)
    {
        Task<ForgetOutcome> Ask() => engine.Memories.ForgetAsync(TestEngine.Owner, space, [id], key, TestEngine.Cancellation);
        var wasForgotten = Now(id).Status == MemoryStatus.Forgotten;
        var outcome = await Ask();
        Remember(key, Ask, id);
        Assert.Equal(wasForgotten ? [] : [id], outcome.Changed);
        if (!wasForgotten)
        {
            _model[id].Add(Now(id) with { Status = MemoryStatus.Forgotten });
        }
    }

    private async Task UndoAsync(MemoryId id, string? key)
    {
        Task<Memory> Ask() => engine.Memories.UndoAsync(TestEngine.Owner, space, id, key, TestEngine.Cancellation);
        await Ask();
        Remember(key, Ask, id);
        var versions = _model[id];
        versions.Add(versions.Count == 1 ? versions[0] with { Status = MemoryStatus.Forgotten } : versions[^2]);
    }

    private Told Now(MemoryId id) => _model[id][^1];

    // Without a key the same request is another request.
    private void Remember<T>(string? key, Func<Task<T>> ask, MemoryId id) => _last = key is null ? null : async () =>
    {
        var answer = await ask();
        Assert.Equal(id, answer switch { RememberOutcome outcome => outcome.Memory.Id, Memory memory => memory.Id, _ => id });
    };
}
