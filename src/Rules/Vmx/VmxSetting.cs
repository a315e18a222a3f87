using System.Runtime.InteropServices;

namespace V2K.Rules.Vmx;

/// <summary>A setting that comes from a file of another form, such as an .ovf.</summary>
/// <param name="Key">The key, as a .vmx would have it.</param>
/// <param name="Value">The value, without quotes and escapes.</param>
/// <param name="Sources">The places of that file that it was read from, the one to name first; at least one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VmxSetting(string Key, string Value, IReadOnlyList<SourceLine> Sources)
{
    /// <summary>The 1-based line of that file.</summary>
    public int Line => Sources[0].Line;
}
