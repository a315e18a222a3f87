using V2K.Rules;

namespace V2K.Engine.Tools;

/// <summary>What it takes to bring programs onto this host.</summary>
/// <param name="Missing">The programs that are not there.</param>
/// <param name="Packages">The packages that bring them, each once.</param>
/// <param name="Commands">The commands that install those, each a program and its arguments; for root.</param>
public sealed record SetupPlan(
    IReadOnlyList<Tool> Missing,
    IReadOnlyList<string> Packages,
    IReadOnlyList<(Tool Program, IReadOnlyList<string> Arguments)> Commands)
{
    /// <summary>What the runner's environment must hold, so that no package waits for somebody to answer a question.</summary>
    public static IReadOnlyDictionary<string, string?> Unattended { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["DEBIAN_FRONTEND"] = "noninteractive",
    };

    /// <summary>The commands as root would type them.</summary>
    public string Spelt => string.Join(
        " && ", Commands.Select(command => ToolRunner.Quote([command.Program.Name, .. command.Arguments])));

    /// <summary>Plans for those of <paramref name="tools"/> that are not on PATH; what a known distribution does not have is passed over.</summary>
    public static SetupPlan For(Distribution distribution, IEnumerable<Tool> tools) => ForMissing(distribution,
    [
        .. tools.Distinct().Where(tool => tool.Find() is null
            && (distribution.Family == DistributionFamily.Unknown || distribution.PackageOf(tool) is not null)),
    ]);

    /// <summary>Plans for <paramref name="missing"/>.</summary>
    /// <exception cref="V2KException">Nothing is known about packages of this distribution.</exception>
    public static SetupPlan ForMissing(Distribution distribution, IReadOnlyList<Tool> missing)
    {
        if (missing.Count == 0)
        {
            return new SetupPlan([], [], []);
        }

        if (distribution.Family == DistributionFamily.Unknown)
        {
            throw new V2KException(
                $"V2K does not know the packages of {distribution.Name}",
                $"Install the programs {string.Join(", ", missing.Select(tool => tool.Name))} and run the same command again");
        }

        string[] packages = [.. missing.SelectMany(tool => distribution.PackageOf(tool)!.Split(' ')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new SetupPlan(missing, packages, CommandsFor(distribution.Family, packages));
    }

    /// <summary>Runs the commands; needs root, and <see cref="Unattended"/> in the environment of <paramref name="runner"/>.</summary>
    /// <exception cref="V2KException">A command failed, or the programs are still not there.</exception>
    public async Task RunAsync(ToolRunner runner, CancellationToken cancellation)
    {
        foreach (var (program, arguments) in Commands)
        {
            await runner.RunAsync(program, arguments, "Fix the package manager or the network, then run the same command again", cancellation: cancellation);
        }

        if (Missing.FirstOrDefault(tool => tool.Find() is null) is { } still)
        {
            throw new V2KException(
                $"{still.Name} is still not on PATH after installing {string.Join(", ", Packages)}",
                "Find the package of this distribution that contains it, and install that");
        }
    }

    private static (Tool Program, IReadOnlyList<string> Arguments)[] CommandsFor(DistributionFamily family, string[] packages)
    {
        // A new or an old machine has no package lists, or lists of versions that are gone.
        (Tool, IReadOnlyList<string>) update = (KnownTools.AptGet, ["update"]);
        return family switch
        {
            DistributionFamily.Debian => [update, (KnownTools.AptGet, ["install", "--yes", "--no-install-recommends", .. packages])],
            DistributionFamily.Fedora => [(KnownTools.Dnf, ["install", "--assumeyes", .. packages])],
            _ => [(KnownTools.Zypper, ["--non-interactive", "install", "--no-recommends", .. packages])],
        };
    }
}
