namespace V2K.Engine.Configuration;

/// <summary>VMs that are migrated together: an entry of <c>waves:</c>.</summary>
/// <param name="Name">What <c>--wave</c> calls it.</param>
/// <param name="Vms">Its VMs, as <c>--vm</c> names them.</param>
/// <param name="Except">Those of them that stay out of it.</param>
/// <param name="Line">The line of its name in the file.</param>
public sealed record Wave(string Name, IReadOnlyList<string> Vms, IReadOnlyList<string> Except, int Line);
