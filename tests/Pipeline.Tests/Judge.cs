using CliWrap;
using CliWrap.Buffered;
using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>Other people's programs, which judge our results.</summary>
public static class Judge
{
    /// <summary>The disk is free of errors and holds what <paramref name="source"/> holds.</summary>
    public static async Task DiskIsSoundAndEquals(string disk, string format, string source, string sourceFormat = "vmdk")
    {
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        if (format == "qcow2")
        {
            Assert.Contains("No errors were found", await Ask("qemu-img", "check", "-f", format, disk), StringComparison.Ordinal);
        }

        // A warning is about a length that differs.
        Assert.Equal(
            "Images are identical.\n", await Ask("qemu-img", "compare", "-f", format, "-F", sourceFormat, disk, source));
    }

    /// <summary>libvirt's schema accepts the document.</summary>
    public static async Task XmlIsValid(string file)
    {
        Skip.If(KnownTools.VirtXmlValidate.Find() is null, "virt-xml-validate is not installed: --target=Setup installs it");
        Skip.If(KnownTools.XmlLint.Find() is null, "xmllint is not installed: --target=Setup installs it");
        Assert.Contains("validates", await Ask("virt-xml-validate", file, "domain"), StringComparison.Ordinal);
    }

    private static async Task<string> Ask(string program, params string[] arguments)
    {
        var answer = await Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        return answer.StandardOutput + answer.StandardError;
    }
}
