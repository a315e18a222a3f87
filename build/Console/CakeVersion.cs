using System.Reflection;
using Cake.Cli;
using Cake.Core;

namespace V2K.Build.Console;

/// <summary>The version of Cake's engine, for <c>--info</c> and <c>--version</c>: Cake's own resolver looks for a package that need not be there.</summary>
public sealed class CakeVersion : IVersionResolver
{
    private static readonly Assembly Engine = typeof(ICakeEngine).Assembly;

    /// <inheritdoc/>
    public string GetVersion() => Engine.GetName().Version?.ToString(fieldCount: 3) ?? "unknown";

    /// <inheritdoc/>
    public string GetProductVersion() =>
        Engine.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
