using System.Text.Json.Serialization;
using V2K.Engine.Readiness;

namespace V2K.Engine.Tools;

/// <summary>Whether this host can do a stage.</summary>
/// <param name="Stage">The stage, as one types it.</param>
/// <param name="Tools">The programs it runs.</param>
public sealed record StageReadiness(string Stage, IReadOnlyList<ToolReadiness> Tools)
{
    /// <summary>Every program is there and runs.</summary>
    public bool Ready => Tools.All(tool => tool.Problem is null);
}

/// <summary>A program on this host, or files that a program needs.</summary>
/// <param name="Name">The executable's name, or what the files are called.</param>
/// <param name="Version">Its version as it prints it, or the place of the files; null where it is missing or does not run.</param>
/// <param name="Problem">Why there is no version; null where there is one.</param>
/// <param name="Package">The package that brings it; null in a distribution that V2K does not know.</param>
public sealed record ToolReadiness(string Name, string? Version, string? Problem, string? Package)
{
    /// <summary>What <paramref name="probe"/> means in <paramref name="distribution"/>.</summary>
    public static ToolReadiness Of(ToolProbe probe, Distribution distribution) =>
        new(probe.Tool.Name, probe.Version, probe.Problem, distribution.PackageOf(probe.Tool));

    /// <summary>The same for what a configuration needs.</summary>
    public static ToolReadiness Of(HostCheck check) => new(check.Name, check.Found, check.Problem, Package: null);

    /// <summary>The same for <paramref name="file"/>.</summary>
    public static ToolReadiness Of(HostFile file, Distribution distribution) =>
        new(file.Name, file.Find(), file.Problem, file.PackageIn(distribution));
}

/// <summary>Readiness for machines.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<StageReadiness>))]
public sealed partial class ReadinessJson : JsonSerializerContext;
