using V2K.Engine.Rendering;
using V2K.Rules.Model;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Tests.Rendering;

/// <summary>The VMs beside this file: as ESXi 5 to 8, Workstation, Fusion and GSX leave them.</summary>
internal static class RealisticVm
{
    private static readonly DomainRenderer Renderer = new(TemplateFolder.Load());

    /// <summary>Every kind of place that a network can become.</summary>
    private static readonly NetworkMap Networks = new(new Dictionary<string, NetworkTarget>(StringComparer.Ordinal)
    {
        ["VM Network"] = new() { Network = "default" },
        ["DMZ"] = new() { Bridge = "ovsbr0", Vlan = 120, VirtualPort = "openvswitch" },
        ["dvportgroup-1017"] = new() { Network = "production", PortGroup = "db" },
        ["lab"] = new() { Direct = "eno2" },
        ["type:nat"] = new() { Network = "nat" },
        ["*"] = new() { Bridge = "br0" },
    });

    /// <summary>Each VM in both modes.</summary>
    internal static TheoryData<string, TranslationMode> Cases
    {
        get
        {
            var cases = new TheoryData<string, TranslationMode>();
            foreach (var path in Directory.EnumerateFiles(Folder, "*.vmx").Order(StringComparer.Ordinal))
            {
                cases.Add(Path.GetFileNameWithoutExtension(path), TranslationMode.Performance);
                cases.Add(Path.GetFileNameWithoutExtension(path), TranslationMode.Fidelity);
            }

            return cases;
        }
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Rendering", "Vms");

    /// <summary>Translates one of them.</summary>
    internal static TranslatedVm Translate(string vm, TranslationMode mode) =>
        Translate(Path.Combine(Folder, vm + ".vmx"), new TranslationOptions { Mode = mode, Networks = Networks });

    /// <summary>Translates any file.</summary>
    internal static TranslatedVm Translate(string path, TranslationOptions options) =>
        Translator.Translate(VmxDocument.Parse(File.ReadAllBytes(path), path), options);

    /// <summary>The XML with targets, which the engine would have filled in.</summary>
    internal static string Xml(Domain domain) => Renderer.Render(domain with
    {
        Disks = [.. domain.Disks.Select(disk => disk.IsConverted ? disk with { Source = Target(disk) } : disk)],
    });

    private static DiskSource Target(Disk disk)
    {
        var format = disk.MustBeRaw ? "raw" : "qcow2";
        return new DiskSource($"/srv/kvm/{disk.VmxDevice.Replace(':', '-')}.{format}", format);
    }
}
