using System.Runtime.InteropServices;

namespace V2K.Rules.Vmx;

/// <summary>One setting of a VMX file: where its line, key and value lie in <see cref="VmxDocument.Text"/>.</summary>
/// <param name="Line">The 1-based line in the file.</param>
/// <param name="KeyStart">The first character of the key.</param>
/// <param name="KeyLength">The key's length in characters.</param>
/// <param name="ValueStart">The first character of the value, quotes excluded and escapes undone.</param>
/// <param name="ValueLength">The value's length in characters.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VmxEntry(int Line, int KeyStart, int KeyLength, int ValueStart, int ValueLength);
