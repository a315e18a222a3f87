using System.Reflection;
using Cake.Frosting;
using V2K.Build.Options;
using V2K.Build.Schemas;
using V2K.Engine;
using V2K.Rules;

namespace V2K.Build;

/// <summary>A target as <c>--target</c> names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line.</param>
public sealed record Target(string Name, string Description);

/// <summary>Every target there is: the public tasks of this program.</summary>
public static class Targets
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Target> InOrder { get; } =
    [
        .. typeof(Targets).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IFrostingTask)))
            .Select(type => new Target(
                type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name,
                type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? ""))
            .OrderBy(target => target.Name, StringComparer.Ordinal),
    ];

    /// <summary>What writes for the project, the system or all its users, and nothing of a VM.</summary>
    private static readonly string[] Own = ["Bench", "Docs", "Guests", "Publish", "Setup", "Test"];

    /// <summary>The target that <paramref name="word"/> names, in any case; null for none.</summary>
    public static string? Find(string word) => InOrder.FirstOrDefault(target => target.Name.Equals(word, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>The target that somebody meant who wrote <paramref name="word"/>; null where none is near.</summary>
    public static string? Nearest(string word) => Spelling.Nearest(word, InOrder.Select(target => target.Name));

    /// <summary>What <c>--precopy</c> goes with: everything after it would need whole disks.</summary>
    private static readonly string[] Precopying = ["Convert", "Migrate"];

    /// <summary>What <c>--json</c> goes with; the laboratory's table is the project's own, and its shape not promised.</summary>
    private static string[] WritesJson =>
        [.. JsonResults.All.Where(result => result.IsAskedFor).Select(result => result.Target).Append("CutOver").Append("Guests").Order(StringComparer.Ordinal)];

    /// <summary>Whether what the run writes is about VMs, and so for its user alone.</summary>
    public static bool IsAboutVms(CommandLine line) => !Own.Contains(line.Value(KnownOptions.Target), StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks the target that <paramref name="line"/> asks for, before Cake would fail on it.</summary>
    /// <exception cref="V2KException">There is no such target, or it does not go with an option.</exception>
    public static void Check(CommandLine line) => WrongUsage.In(() => Checked(line));

    private static bool Checked(CommandLine line)
    {
        if (line.Value(KnownOptions.Target) is not { } asked)
        {
            return true;
        }

        var names = InOrder.Select(target => target.Name).ToList();
        if (!names.Contains(asked, StringComparer.OrdinalIgnoreCase))
        {
            var nearest = Spelling.Nearest(asked, names);
            throw new V2KException(
                $"there is no target '{asked}'",
                (nearest is null ? "" : $"Did you mean {nearest}? ") + $"The targets are {string.Join(", ", names)}",
                key: "--target");
        }

        if (line.Has(KnownOptions.Precopy) && !Precopying.Contains(asked, StringComparer.OrdinalIgnoreCase))
        {
            throw new V2KException(
                $"{asked} cannot be combined with --precopy of a running VM",
                $"Use it with --target={string.Join(" or --target=", Precopying)}, and shut the VM down before other targets",
                key: "--precopy");
        }

        if (line.Has(KnownOptions.ShowSecrets) && !asked.Equals("Explain", StringComparison.OrdinalIgnoreCase))
        {
            throw new V2KException(
                $"{asked} never shows secrets", "Use it with --target=Explain, and protect its output", key: $"--{KnownOptions.ShowSecrets.Name}");
        }

        if (line.Has(KnownOptions.Json) && !WritesJson.Contains(asked, StringComparer.OrdinalIgnoreCase))
        {
            throw new V2KException(
                $"{asked} does not write JSON",
                $"Use it with --target={string.Join(", ", WritesJson[..^1])} or {WritesJson[^1]}",
                key: $"--{KnownOptions.Json.Name}");
        }

        return true;
    }
}
