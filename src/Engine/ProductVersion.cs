using System.Reflection;

namespace V2K.Engine;

/// <summary>V2K's own version, such as <c>1.2.0</c>, without the commit it was built from.</summary>
public static class ProductVersion
{
    /// <summary>The version; empty where the build gave none.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
