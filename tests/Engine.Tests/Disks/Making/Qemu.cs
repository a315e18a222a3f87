using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>QEMU's disk tool as the judge of what we make and read.</summary>
internal static class Qemu
{
    public static readonly ToolRunner Tools = new(_ => { });

    /// <summary>Skips the test, saying why, where the tool is missing.</summary>
    public static void Require() =>
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");

    public static Task<ToolResult> Run(params string[] arguments) =>
        Tools.RunAsync(KnownTools.QemuImg, arguments, "Read what it says");

    /// <summary>Fails unless both hold the same bytes, as QEMU reads them.</summary>
    public static Task Compare(string vmdk, string format, string copy) =>
        Run("compare", "-f", "vmdk", "-F", format, vmdk, copy);
}
