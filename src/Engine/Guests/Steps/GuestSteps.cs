using V2K.Rules;

namespace V2K.Engine.Guests.Steps;

/// <summary>Every step there is.</summary>
public static class GuestSteps
{
    /// <summary>In the order in which they are done: the initramfs takes up what those before it changed.</summary>
    public static IReadOnlyList<IGuestStep> InOrder { get; } =
    [
        new DeviceNamesStep(),
        new BootLoaderStep(),
        new NetworkNamesStep(),
        new NetworkResetStep(),
        new VmwareToolsStep(),
        new LvmStep(),
        new InitramfsStep(),
        new UefiStep(),
        new GuestAgentStep(),
        new SerialConsoleStep(),
        new SelinuxStep(),
        new TrimStep(),
    ];

    /// <summary>The steps that <paramref name="options"/> choose.</summary>
    /// <exception cref="V2KException">A name is none of theirs.</exception>
    public static IReadOnlyList<IGuestStep> Chosen(AdjustOptions options)
    {
        Check(options.Steps, "--steps");
        Check(options.SkipSteps, "--skip-steps");
        return
        [
            .. InOrder.Where(step => (options.Steps.Count == 0 || options.Steps.Contains(step.Name, StringComparer.Ordinal))
                && !options.SkipSteps.Contains(step.Name, StringComparer.Ordinal)),
        ];
    }

    private static void Check(IReadOnlyList<string> names, string option)
    {
        var known = InOrder.Select(step => step.Name).ToList();
        if (names.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } wrong)
        {
            var nearest = Spelling.Nearest(wrong, known);
            throw new V2KException(
                $"there is no step '{wrong}'",
                (nearest is null ? "" : $"Did you mean {nearest}? ") + $"The steps are {string.Join(", ", known)}",
                key: option);
        }
    }
}
