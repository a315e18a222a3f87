using V2K.Engine.CutOvers.Checks;

namespace V2K.Engine.CutOvers;

/// <summary>How a VM is cut over: <c>cut-over:</c> of the configuration and of an entry of its <c>vms:</c>.</summary>
public sealed record CutOverSettings
{
    /// <summary>Whether the domain is started here; false proves by a test boot on copies that it can be.</summary>
    public bool Start { get; init; }

    /// <summary>What the started guest must answer to, all of it.</summary>
    public IReadOnlyList<GuestCheck> Checks { get; init; } = [];

    /// <summary>How long the VM may take until it is shut down in VMware.</summary>
    public TimeSpan ShutDownWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the started guest may take until it answers.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What one place of the configuration says about cut-overs: <c>cut-over:</c> of the file, or of an entry of <c>vms:</c>. Null leaves the common value.</summary>
public sealed record CutOverChoices
{
    /// <summary>Whether the domain is started here.</summary>
    public bool? Start { get; init; }

    /// <summary>What the started guest must answer to; empty leaves the common checks.</summary>
    public IReadOnlyList<GuestCheck> Checks { get; init; } = [];

    /// <summary>How long the VM may take until it is shut down in VMware.</summary>
    public TimeSpan? ShutDownWithin { get; init; }

    /// <summary>How long the started guest may take until it answers.</summary>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary><paramref name="common"/> with these choices on top.</summary>
    internal CutOverSettings Over(CutOverSettings common) => new()
    {
        Start = Start ?? common.Start,
        Checks = Checks.Count > 0 ? Checks : common.Checks,
        ShutDownWithin = ShutDownWithin ?? common.ShutDownWithin,
        AnswerWithin = AnswerWithin ?? common.AnswerWithin,
    };
}
