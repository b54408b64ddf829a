using Locket.Engine.Safety;
using Locket.Server.Editors;
using Locket.Server.Hosting;
using Locket.Server.Settings;

namespace Locket.Server.Checks;

/// <summary>All that the checks look at: a data directory, the environment, the machine, and who answers there.</summary>
internal sealed record Patient
{
    public required IInspection Directory { get; init; }

    /// <summary>Null where they cannot be read; then <see cref="SettingsProblem"/> says why.</summary>
    public LocketSettings? Settings { get; init; }

    public string? SettingsProblem { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required Places Places { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>How this very program is started.</summary>
    public required LocalServer Program { get; init; }

    /// <summary>What is left on the disk; null where that cannot be told.</summary>
    public DiskRoom? Room { get; init; }

    /// <summary>How many files a process may have open; null where that cannot be told.</summary>
    public long? OpenFiles { get; init; }

    public OwnerFacts Owner { get; init; } = new();

    /// <summary>What the model behind an address answered; null where somebody runs who is asked instead, or none is named.</summary>
    public ProbedModel? Embedding { get; init; }

    /// <summary>What became of a conversation as an editor has it; null where nobody was there to have it with.</summary>
    public Conversation? Conversation { get; init; }

    public bool IsSet(string variable) => !string.IsNullOrEmpty(Variable(variable));
}

/// <summary>Who answers for the directory, as far as can be told from outside.</summary>
internal sealed record OwnerFacts
{
    /// <summary>Where its socket should be; null where no path is short enough.</summary>
    public string? Socket { get; init; }

    /// <summary>Whether somebody of this user answers there.</summary>
    public bool Answers { get; init; }

    /// <summary>Why the token file cannot be used as it lies there, so that its token was not tried; null where it can.</summary>
    public string? FileComplaint { get; init; }

    /// <summary>The same of the file that the environment names.</summary>
    public string? VariableComplaint { get; init; }

    /// <summary>Why the token of the file did not let us in; null where it did.</summary>
    public string? FileTokenProblem { get; init; }

    /// <summary>Why the token of the environment did not let us in; null where it did, or there is none.</summary>
    public string? VariableTokenProblem { get; init; }

    /// <summary>The port that was published; null without one.</summary>
    public int? Port { get; init; }

    /// <summary>Whether anybody listens on that port.</summary>
    public bool PortListens { get; init; }

    /// <summary>Whether what listens there answers as Locket does; null where it does not speak plain HTTP.</summary>
    public bool? PortIsLocket { get; init; }

    /// <summary>What it says of itself; null where its token did not let us in.</summary>
    public StatusView? Status { get; init; }

    /// <summary>Whether a conversation can be had: what keeps the tokens out would keep it out too.</summary>
    public bool CanTalk => Answers && (FileComplaint ?? VariableComplaint ?? FileTokenProblem ?? VariableTokenProblem) is null;
}

/// <summary>One conversation: a greeting, the list of tools, a question.</summary>
/// <param name="Problem">What went wrong, in a sentence; null where nothing did.</param>
/// <param name="Tools">How many tools there are.</param>
internal sealed record Conversation(string? Problem, int Tools);
