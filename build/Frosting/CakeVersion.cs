using System.Reflection;
using Cake.Cli;
using Cake.Core;

namespace Cake.Frosting;

/// <summary>The version of the engine, for <c>--info</c>: Cake.Cli's own resolver would read the host program's.</summary>
internal sealed class CakeVersion : IVersionResolver
{
    private static readonly Assembly Engine = typeof(ICakeEngine).Assembly;

    /// <inheritdoc/>
    public string GetVersion() => Engine.GetName().Version?.ToString(fieldCount: 3) ?? "unknown";

    /// <inheritdoc/>
    public string GetProductVersion() =>
        Engine.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
