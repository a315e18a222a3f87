using V2K.Engine.Guests.Appliance;
using V2K.Engine.Guests.Network;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Guests.Windows;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Guests;

/// <summary>
/// One guest in one appliance: its disks checked and opened, its system found and mounted, the steps done, its free blocks
/// given back.
/// </summary>
/// <param name="appliance">Has the guest's disks attached.</param>
/// <param name="disks">The guest's disks, in the order of the appliance's.</param>
/// <param name="options">What the administrator wants.</param>
/// <param name="log">Where each change is noted.</param>
public sealed class GuestAdjuster(
    GuestAppliance appliance, IReadOnlyList<GuestDisk> disks, AdjustOptions options, StepLog log)
{
    private const long MinimumFreeBytes = 20 << 20;

    /// <summary>What is added to an initramfs is far less; whether there is room for it is looked at then.</summary>
    private const long MinimumFreeBytesForBoot = 4 << 20;

    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _identities = new(StringComparer.Ordinal);

    /// <summary>Receives what was found in the guest, before any step, null for nothing; returns the machine that the guest is adjusted for.</summary>
    public required Func<GuestFound?, GuestTarget> Settle { get; init; }

    /// <summary>Only looks what guest is on the disks, and what hardware it boots on. Does no step.</summary>
    /// <exception cref="V2KException">The guest cannot be looked into.</exception>
    public AdjustedGuest Look()
    {
        var (root, fileSystems, names, identities) = FindRoot();
        if (!root.IsWindows)
        {
            GuestMounts.Mount(appliance, root, fileSystems, names, identities, log);
            return new AdjustedGuest(root.Name, []) { Found = GuestLook.Find(appliance, log) };
        }

        appliance.Mount(root.Mountable, "/", "ro");
        var found = WindowsLook.Find(appliance);
        log.Note(found.Because);
        return new AdjustedGuest(found.Because, []) { Found = found };
    }

    /// <summary>Does it all.</summary>
    /// <param name="scratch">A folder of this host for large files.</param>
    /// <exception cref="V2KException">A step failed, or the guest cannot be looked into.</exception>
    public AdjustedGuest Run(string scratch)
    {
        var steps = GuestSteps.Chosen(options);
        var (root, fileSystems, names, identities) = FindRoot();
        if (root.IsWindows)
        {
            log.Note($"Windows is on {root.Mountable}, which virt-v2v adjusts");
            return new AdjustedGuest(root.Name, []) { IsLeftToVirtV2v = true };
        }

        names = names.With(MultipathNames.Of(
            DiskOrder.Agreeing(disks, root.Table, GuestRoot.DeviceOf(root.Mountable), device => Identity(device).GetValueOrDefault("TYPE")), root.Multipath));
        var (folders, devices) = GuestMounts.Mount(appliance, root, fileSystems, names, identities, log);
        var found = GuestLook.Find(appliance, log);
        var target = Settle(found);
        names = names.With([.. names.Disks.Select(disk => disk with { NewName = target.Disks.First(other => other.VmxDevice == disk.VmxDevice).NewName })]);
        foreach (var disk in names.Disks)
        {
            log.Note($"{disk.VmxDevice} was {disk.OldName} and becomes {disk.NewName}");
        }

        var guest = new GuestWork(appliance, names, target.Machine, options, log)
        {
            MountPoints = folders,
            FoundDevices = devices.Where(one => Identity(one.Value).ContainsKey("UUID")).ToDictionary(one => one.Key, one => "UUID=" + Identity(one.Value)["UUID"], StringComparer.Ordinal),
            Scratch = scratch,
        };
        RequireSpace(guest);
        foreach (var step in steps)
        {
            log.Begin(step.Name);
            Do(step, guest);
        }

        log.Begin("addresses");
        return new AdjustedGuest(root.Name, Addresses(guest)) { Found = found };
    }

    /// <summary>Opens and checks the guest's own file systems, and finds the system to adjust.</summary>
    private (GuestRoot Root, Dictionary<string, string> FileSystems, DeviceNames Names, Dictionary<string, string> Identities) FindRoot()
    {
        log.Begin("inspection");
        var (encrypted, opened) = OpenEncrypted();
        var fileSystems = OwnFileSystems.Checked(
            appliance, WithoutFurtherDevices(OwnFileSystems.Of(appliance.FileSystems, appliance.Volumes, opened)), OldName, log);
        foreach (var (device, type) in fileSystems)
        {
            log.Note($"{device} {type} {Identity(GuestRoot.DeviceOf(device)).GetValueOrDefault("UUID")}");
        }

        var names = new DeviceNames(disks, Identity) { AmbiguousUuids = AmbiguousUuids(fileSystems), PhysicalVolumes = PhysicalVolumes() };
        var identities = DevicesByIdentity(fileSystems.Keys.Select(GuestRoot.DeviceOf).Concat(encrypted), names.AmbiguousUuids);
        var root = GuestRoot.Choose(
            GuestRoot.FindAll(appliance, fileSystems), options.Root, names, device => GuestMounts.Device(device, names, identities), fileSystems);
        log.Note($"{root.Name} on {root.Mountable}");
        return (root, fileSystems, names, identities);
    }

    /// <summary>A remedy may be to leave the step out, so a failure names it. What fails outside the steps has no such remedy.</summary>
    private static void Do(IGuestStep step, GuestWork guest)
    {
        try
        {
            step.Run(guest);
        }
        catch (V2KException failure)
        {
            var remedy = failure.Remedy == GuestAppliance.RepairRemedy ? $"{failure.Remedy}, or skip the step with --skip-steps={step.Name}" : failure.Remedy;
            throw new V2KException($"{failure.What}, in the step {step.Name}", remedy, failure.File, failure.Line, failure.Key, failure);
        }
    }

    /// <summary>What a test boot will wait for: read after the steps, of which one may have changed it all to DHCP.</summary>
    private static IReadOnlyList<GuestAddress> Addresses(GuestWork guest)
    {
        var cards = guest.Machine.Cards;
        var names = CardNames.Of(cards, NetworkFiles.Read(guest.Files));
        var addresses = ConfiguredAddresses.Of(cards, names, new NetworkPrograms(guest.Files, guest.Log.Note).Read(), guest.Log.Note);
        foreach (var address in addresses)
        {
            guest.Log.Note($"{address.Text} at {address.Mac ?? "whatever card"}");
        }

        return addresses;
    }

    private IReadOnlyDictionary<string, string> Identity(string device)
    {
        if (!_identities.TryGetValue(device, out var identity))
        {
            _identities[device] = identity = appliance.Identity(device);
        }

        return identity;
    }

    /// <summary>Opens what a key is given for. A key that fits no device by name is an error; a device without a key is logged.</summary>
    /// <returns>Every encrypted device, and what the appliance calls the content of those that were opened.</returns>
    private (IReadOnlyList<string> Encrypted, IReadOnlyList<string> Opened) OpenEncrypted()
    {
        // libguestfs does not count containers among the file systems.
        var encrypted = appliance.Devices.Concat(appliance.Partitions).Concat(appliance.Arrays).Concat(appliance.Volumes)
            .Where(device => Identity(device).GetValueOrDefault("TYPE") == "crypto_LUKS")
            .ToList();
        var opened = new List<string>();
        foreach (var device in encrypted)
        {
            var uuid = Identity(device).GetValueOrDefault("UUID");
            var oldName = OldName(device);
            var keys = options.Keys.Where(key => key.Fits(device, uuid, oldName)).ToList();
            if (keys.Count == 0)
            {
                log.Warn($"{oldName} is encrypted, and no key is given for it: it is not changed");
                continue;
            }

            var name = OpenedName(uuid ?? "");
            if (!keys.Exists(key => appliance.TryOpenLuks(device, key.Read(), Path.GetFileName(name))))
            {
                throw new V2KException(
                    $"the key given for {oldName} ({uuid}) does not open it", "Give the right key, then run the same command again; nothing was changed", key: "--key");
            }

            log.Note($"{oldName} ({uuid}) is opened");
            opened.Add(name);
        }

        if (opened.Count > 0)
        {
            appliance.ScanLvm();
        }

        return (encrypted, opened);
    }

    /// <summary>A Btrfs on several devices is found on each, and is one: the first will do.</summary>
    private Dictionary<string, string> WithoutFurtherDevices(IReadOnlyDictionary<string, string> fileSystems)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        return fileSystems.Where(system => IsFirst(GuestRoot.DeviceOf(system.Key))).ToDictionary(StringComparer.Ordinal);

        bool IsFirst(string device)
        {
            var identity = Identity(device);
            return identity.GetValueOrDefault("TYPE") != "btrfs"
                || !identity.TryGetValue("UUID", out var uuid)
                || first.TryAdd(uuid, device)
                || first[uuid] == device
                // A copy of it, made bit by bit, is another.
                || Identity(first[uuid]).GetValueOrDefault("UUID_SUB") == identity.GetValueOrDefault("UUID_SUB");
        }
    }

    /// <summary>What the appliance calls the content of the LUKS device with this UUID.</summary>
    internal static string OpenedName(string uuid) => "/dev/mapper/luks-" + uuid;

    private string OldName(string device)
    {
        var disk = disks.FirstOrDefault(disk => device.StartsWith("/dev/" + disk.ApplianceName, StringComparison.Ordinal));
        return disk is null ? device : "/dev/" + GuestDisk.Partition(
            disk.OldName, int.TryParse(device.AsSpan("/dev/".Length + disk.ApplianceName.Length), out var partition) ? partition : null);
    }

    private IReadOnlyList<string> PhysicalVolumes() =>
        [.. appliance.Devices.Concat(appliance.Partitions).Where(device => Identity(device).GetValueOrDefault("TYPE") is "LVM2_member" or "LVM1_member")];

    private HashSet<string> AmbiguousUuids(IReadOnlyDictionary<string, string> fileSystems) =>
    [
        .. fileSystems.Keys.Select(GuestRoot.DeviceOf).Distinct(StringComparer.Ordinal)
            .Select(device => Identity(device).GetValueOrDefault("UUID"))
            .OfType<string>()
            .GroupBy(uuid => uuid, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key),
    ];

    /// <summary>Devices by <c>UUID=…</c>, <c>LABEL=…</c> and so on, and by the names that only a guest with LVM or LUKS uses.</summary>
    private Dictionary<string, string> DevicesByIdentity(IEnumerable<string> all, IReadOnlySet<string> ambiguous)
    {
        var devices = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var device in all.Distinct(StringComparer.Ordinal))
        {
            var identity = Identity(device);
            devices.TryAdd(device, device);
            foreach (var (key, name) in new[] { ("UUID", "UUID"), ("LABEL", "LABEL"), ("PART_ENTRY_UUID", "PARTUUID"), ("PART_ENTRY_NAME", "PARTLABEL") })
            {
                if (identity.TryGetValue(key, out var value) && !ambiguous.Contains(value))
                {
                    devices.TryAdd($"{name}={value}", device);
                }
            }

            if (MapperName(device) is { } mapped)
            {
                devices.TryAdd(mapped, device);
            }
        }

        return devices;
    }

    /// <summary>A volume is <c>/dev/group/volume</c> and <c>/dev/mapper/group-volume</c>, where a dash in a name is two; null for no volume.</summary>
    internal static string? MapperName(string device) => device.Split('/') is ["", "dev", not ("mapper" or "") and var group, var volume]
        ? $"/dev/mapper/{group.Replace("-", "--", StringComparison.Ordinal)}-{volume.Replace("-", "--", StringComparison.Ordinal)}"
        : null;

    private static void RequireSpace(GuestWork guest)
    {
        foreach (var folder in guest.MountPoints.Where(folder => folder is "/" or "/boot"))
        {
            var free = guest.Files.FreeBytes(folder);
            var needed = folder == "/" ? MinimumFreeBytes : MinimumFreeBytesForBoot;
            if (free < needed)
            {
                throw new V2KException(
                    $"has {ByteSize.Text(free)} free, and {ByteSize.Text(needed)} are needed to adjust the guest",
                    "Make room in the guest under VMware, then convert it again",
                    folder);
            }
        }
    }
}

/// <summary>A guest that every step was done to.</summary>
/// <param name="System">What it calls itself.</param>
/// <param name="Addresses">The addresses that its network cards will have, as far as its files tell.</param>
public sealed record AdjustedGuest(string System, IReadOnlyList<GuestAddress> Addresses)
{
    /// <summary>It is Windows, which nothing was done to: virt-v2v does that.</summary>
    public bool IsLeftToVirtV2v { get; init; }

    /// <summary>The hardware that it boots on; null where that cannot be determined.</summary>
    public GuestFound? Found { get; init; }
}

/// <summary>What a guest is adjusted for.</summary>
/// <param name="Disks">Its disks, by their names under KVM.</param>
/// <param name="Machine">The machine that it will find itself on.</param>
public sealed record GuestTarget(IReadOnlyList<GuestDisk> Disks, GuestMachine Machine);
