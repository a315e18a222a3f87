using System.IO.Hashing;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Stages;

/// <summary>A VM's .vmx file translated, and its disks placed.</summary>
/// <param name="Document">The file as it was read.</param>
/// <param name="ContentHash">XXH128 of the file's bytes, in hexadecimal.</param>
/// <param name="Domain">The domain, its drives pointing at files of the KVM host.</param>
/// <param name="Disks">The disks to convert.</param>
/// <param name="Findings">Everything the administrator should know.</param>
/// <param name="Provenance">Which rule read which line.</param>
public sealed record TranslatedDomain(
    VmxDocument Document,
    string ContentHash,
    Domain Domain,
    IReadOnlyList<DiskPlacement> Disks,
    IReadOnlyList<Finding> Findings,
    Provenance Provenance)
{
    /// <summary>Reads, translates and places <paramref name="vm"/>. Opens no disk.</summary>
    /// <exception cref="Rules.V2KException">The file cannot be read, or names a disk outside the datastores.</exception>
    public static TranslatedDomain Make(VirtualMachine vm, Config config, DatastorePaths paths)
    {
        var (document, bytes) = VmxFile.Read(vm.VmxPath);
        var translated = Translator.Translate(document, config.TranslationOptions);
        var (domain, disks, findings) = DiskPlacement.Place(translated.Domain, vm, config, paths);
        return new TranslatedDomain(
            document,
            Convert.ToHexString(XxHash128.Hash(bytes)),
            domain with { Type = config.VirtType == VirtType.Qemu ? "qemu" : "kvm" },
            disks,
            [.. translated.Findings, .. findings],
            translated.Provenance);
    }
}
