using System.Globalization;
using System.Numerics;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>
/// Translates a description into settings of a .vmx, and accounts for every element and attribute of it: translated, left out with the reason, a concern, or
/// unknown.
/// </summary>
internal static class OvfTranslation
{
    private const int Mebibyte = 20;

    /// <summary>Translates a VM.</summary>
    /// <param name="envelope">The description.</param>
    /// <param name="system">The VM in it.</param>
    /// <param name="choices">What the administrator decided.</param>
    /// <exception cref="V2KException">A disk of it is not there as a VMDK, or a number cannot be read.</exception>
    internal static OvfExport Translate(OvfEnvelope envelope, OvfSystem system, OvfChoices choices)
    {
        OvfSecrets.Hide(envelope.Root);
        var settings = new OvfSettings();
        var chosen = OvfDeployment.Choose(envelope, choices.Deployment, settings);
        ReadSections(envelope, system, settings);
        var hardware = OvfHardware.Read(system, chosen, settings, envelope.Path);
        var properties = new OvfProperties(system, chosen, envelope.Path);
        var machine = system.Element.First("Machine") is { Space: OvfNamespace.VirtualBox } element ? new VirtualBoxMachine(element, settings) : null;
        AddGeneral(system, machine, settings);
        AddHardware(hardware, settings);
        AddProcessors(hardware.Items, properties, settings);
        AddMemory(hardware.Items, properties, envelope.Path, settings);

        var references = new OvfReferences(envelope, properties, new OvfFiles(envelope.Path, envelope.Systems.Count == 1), settings);
        var controllers = new OvfControllers(hardware.Items, settings, envelope.Path);
        var drives = new OvfDrives(controllers, references, settings);
        var cards = new OvfCards(settings);
        var devices = new OvfDevices(settings);
        machine?.AddDrives(hardware.Items, controllers, drives, references);
        cards.Add(hardware.Items.Where(item => item.Type == 10));
        foreach (var item in hardware.Items)
        {
            if (item.Type is 14 or 15 or 16 or 17 && machine?.Covers(item) != true && !item.Is("nvdimm"))
            {
                drives.Add(item);
            }

            devices.Add(item);
        }

        OvfBootOrder.Add(system.Element, hardware.Section, drives.Places, cards.Names, settings);
        machine?.AddRest(cards);
        var neighbours = choices.HasEnvironment ? envelope.Neighbours(system).Select(other => (other, new OvfProperties(other, chosen, envelope.Path))) : [];
        var environment = OvfEnvironment.Read(system, hardware.Section, properties, neighbours, choices.HasEnvironment, settings);
        if (choices.HasEnvironment && !drives.HasEmptyOptical)
        {
            drives.AddOptical(system.Element);
        }

        OvfStartup.Read(system, settings);
        ReportUnusedDisks(envelope, references, drives, settings);
        var lines = settings.Close(envelope.Root);
        return new OvfExport(VmxDocument.Of(settings.InOrder, envelope.Path, lines, settings.Findings), environment, drives.Capacities);
    }

    /// <summary>Reads what only holds other parts, and leaves out what is another VM's.</summary>
    private static void ReadSections(OvfEnvelope envelope, OvfSystem system, OvfSettings settings)
    {
        envelope.Root.Read();
        foreach (var section in envelope.Root.Children.Where(child => child.Name is "References" or "DiskSection" or "NetworkSection"))
        {
            section.Read();
        }

        foreach (var network in envelope.Root.All("NetworkSection").SelectMany(section => section.All("Network")))
        {
            network.LeaveOut("the network cards name their networks");
        }

        foreach (var collection in system.Collections)
        {
            collection.Read();
        }

        foreach (var other in envelope.Systems.Where(other => other != system))
        {
            other.Element.LeaveOut("it is another VM of the description");
        }

        foreach (var collection in envelope.Root.Descendants().Where(element => element.Name == "VirtualSystemCollection" && element.Fate is null))
        {
            collection.LeaveOut("it holds other VMs of the description");
        }

        foreach (var encryption in envelope.Root.Descendants().Where(element => element.Name == "EncryptionSection" && element.Fate is null).Take(1))
        {
            settings.Raise(
                Finding.Warning(
                    "the description says that parts of the export are encrypted (EncryptionSection)",
                    "what is encrypted cannot be read",
                    "Decrypt the export with the tool that encrypted it, if a file or a part of the description is missing").As(FindingId.OvfPart),
                encryption);
        }

        system.Element.Read();
        if (envelope.IsGuessed)
        {
            settings.Find(
                Finding.Warning(
                    "the description is not valid UTF-8, and was read as windows-1252",
                    "names with non-ASCII letters may be wrong",
                    "Declare its encoding in its first line").As(FindingId.UnreadableText),
                envelope.Root);
        }
    }

    private static void AddGeneral(OvfSystem system, VirtualBoxMachine? machine, OvfSettings settings)
    {
        var element = system.Element;
        var name = element.First("Name");
        var id = element.Find("id");
        settings.Add("displayName", name?.Content is { Length: > 0 } said ? said : id?.Text is { Length: > 0 } text ? text : system.Name, name ?? id ?? (OvfPart)element);
        foreach (var section in element.All("AnnotationSection").Take(1))
        {
            section.Read();
            settings.Add("annotation", section.First("Annotation")?.Content, section.First("Annotation"));
        }

        foreach (var section in element.All("OperatingSystemSection").Take(1))
        {
            section.Read();
            OvfGuestSystem.Add(section, machine?.OsType, settings);
        }

        foreach (var section in element.All("ProductSection"))
        {
            section.Read();
        }

        OvfConfigs.AddOfMachine(element, settings);
    }

    private static void AddHardware(OvfHardware hardware, OvfSettings settings)
    {
        // vmx-13, or several: vmx-10 vmx-13
        foreach (var type in hardware.Section.All("System").Take(1))
        {
            type.Read();
            var family = type.First("VirtualSystemType");
            var version = family?.Content.Split([' ', ',']).LastOrDefault(word => word.StartsWith("vmx-", StringComparison.Ordinal));
            settings.Add("virtualHW.version", version?["vmx-".Length..].TrimStart('0'), family);
        }

        OvfConfigs.AddOfMachine(hardware.Section, settings);
    }

    private static void AddProcessors(IReadOnlyList<OvfItem> items, OvfProperties properties, OvfSettings settings)
    {
        foreach (var item in items.Where(item => item.Type == 3).Take(1))
        {
            settings.Add("numvcpus", Quantity(item, properties), item.Part("VirtualQuantity"), item.Part("ResourceType"));

            // 0 lets vSphere choose.
            if (item.Text("CoresPerSocket") is { } cores && cores != "0")
            {
                settings.Add("cpuid.coresPerSocket", cores, item.Part("CoresPerSocket"));
            }

            AddAllocation(item, "sched.cpu", normal: 1000 * (OvfQuantity.Number(Quantity(item, properties)) ?? 1), settings);
        }
    }

    private static void AddMemory(IReadOnlyList<OvfItem> items, OvfProperties properties, string path, OvfSettings settings)
    {
        foreach (var item in items.Where(item => item.Type == 4).Take(1))
        {
            var unit = item.Text("AllocationUnits") ?? item.Text("VirtualQuantityUnits") ?? "MegaBytes";
            var unitPart = item.Part("AllocationUnits") ?? item.Part("VirtualQuantityUnits") ?? (OvfPart)item.Element;
            var factor = OvfQuantity.Bytes(unit) ?? throw OvfQuantity.Unknown(unit, path, unitPart);
            var text = Quantity(item, properties);
            var mebibytes = OvfQuantity.Number(text) is { } number ? (number * factor) >> Mebibyte : (BigInteger?)null;
            settings.Add(
                "memsize",
                mebibytes is { } size ? BigInteger.Max(size, 1).ToString(CultureInfo.InvariantCulture) : text,
                item.Part("VirtualQuantity"),
                unitPart,
                item.Part("ResourceType"));
            AddAllocation(item, "sched.mem", normal: 10 * (mebibytes ?? 0), settings);
        }
    }

    private static string? Quantity(OvfItem item, OvfProperties properties) =>
        item.Text("VirtualQuantity") is { } text ? properties.Resolve(text, item.Part("VirtualQuantity")!).Trim() : null;

    /// <summary>What VMware keeps for the VM: reservation, limit and shares (Weight), of which it has a normal number for each size.</summary>
    private static void AddAllocation(OvfItem item, string key, BigInteger normal, OvfSettings settings)
    {
        settings.Add(key + ".min", item.Text("Reservation"), item.Part("Reservation"));
        settings.Add(key + ".max", item.Text("Limit") is { } limit ? limit.StartsWith('-') ? "unlimited" : limit : null, item.Part("Limit"));
        settings.Add(key + ".shares", item.Text("Weight") is { } weight ? OvfQuantity.Number(weight) == normal ? "normal" : weight : null, item.Part("Weight"));
    }

    private static void ReportUnusedDisks(OvfEnvelope envelope, OvfReferences references, OvfDrives drives, OvfSettings settings)
    {
        // A drive of another deployment option, or of a device that is not migrated, is accounted for where it is.
        var named = envelope.Root.Descendants().Where(element => element.Name == "HostResource").Select(element => element.Content[(element.Content.LastIndexOf('/') + 1)..])
            .ToHashSet(StringComparer.Ordinal);
        foreach (var disk in references.Disks.Where(disk => disk.Fate is null && !drives.IsUsed(disk)))
        {
            if (envelope.Systems.Count == 1 && !named.Contains(disk.Find("diskId")?.Text ?? ""))
            {
                settings.Find(
                    Finding.Warning(
                        $"the disk {disk.Find("diskId")?.Text} is described, and no drive of the VM uses it",
                        "the guest does not get it",
                        "Attach the disk if the guest needs it").As(FindingId.OvfPart),
                    disk);
            }

            disk.LeaveOut("no drive of this VM is it");
        }

        foreach (var file in envelope.Files.Values.Where(file => file.Fate is null))
        {
            file.LeaveOut("no drive of this VM has it");
        }
    }
}

/// <summary>An exported VM as it is read.</summary>
/// <param name="Document">Its settings, as a .vmx would have them.</param>
/// <param name="Environment">What its guest is configured with when it is deployed.</param>
/// <param name="Capacities">The sizes that the description gives its disks, in bytes, by their places: <c>scsi0:0</c>.</param>
internal sealed record OvfExport(VmxDocument Document, OvfEnvironment Environment, IReadOnlyDictionary<string, BigInteger> Capacities);
