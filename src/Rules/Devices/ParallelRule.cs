using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Devices;

/// <summary>Parallel ports that write to a file. A port of the VMware host is not migrated, nor is a dongle on it.</summary>
/// <example>
/// displayName = "web01"
/// parallel0.present = "TRUE"
/// parallel0.fileType = "file"
/// parallel0.fileName = "print.out"
/// →
/// &lt;parallel type='file'&gt;&lt;source path='/var/log/libvirt/qemu/web01-parallel0.log'/&gt;&lt;target port='0'/&gt;&lt;/parallel&gt;
/// </example>
[Rule(nameof(Domain.Parallels), Topic.Devices)]
[ForEach("parallel#", 0, 2)]
public static class ParallelRule
{
    public static Mapped<CharacterDevice> Map(
        [Index] int port,
        [Vmx(".present")] bool? present,
        [Vmx(".fileName")] string? fileName,
        [From(nameof(Domain.Name))] string domain,
        [Vmx(".fileType")] PortType? fileType)
    {
        if (present != true)
        {
            return AbsentDevice.Of<CharacterDevice>(
                $"parallel{port}", "parallel port", present, Severity.Warning, (fileName, nameof(fileName)), (fileType, nameof(fileType)));
        }

        return fileType == PortType.File
            ? PortSettings.ToFile(port, "parallel", domain, nameof(fileName))
            : Mapped.To<CharacterDevice>(null, Finding.Warning(
                $"parallel{port} is a port of the VMware host",
                "the guest loses the port and any dongle or printer on it",
                "Attach the KVM host's port to the domain with <parallel type='dev'>").At(nameof(fileName)));
    }
}
