using System.Runtime.InteropServices;

namespace V2K.Rules.Vmx;

/// <summary>A setting that comes from a file of another form, such as an .ovf.</summary>
/// <param name="Line">The 1-based line of that file.</param>
/// <param name="Key">The key, as a .vmx would have it.</param>
/// <param name="Value">The value, without quotes and escapes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VmxSetting(int Line, string Key, string Value);
