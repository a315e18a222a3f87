using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Interop;
using V2K.Engine.Libvirt;
using V2K.Rules.Translation;

namespace V2K.Engine.Readiness;

/// <summary>
/// What one configuration needs of this host: its datastores and targets, the networks that it maps to, and what libvirt starts its domains with. Changes
/// nothing, and opens no VM.
/// </summary>
public static class ConfigurationNeeds
{
    /// <summary>What they are called where the stages are listed.</summary>
    public const string Stage = "this configuration";

    /// <summary>Looks at everything.</summary>
    public static IReadOnlyList<HostCheck> Of(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return
        [
            .. config.Datastores.SelectMany(OfDatastore),
            .. OfLibvirt(config),
        ];
    }

    private static IEnumerable<HostCheck> OfDatastore(Datastore datastore)
    {
        var place = datastore.IsOfCommandLine ? "the folder in --datastore" : "source: in the configuration";
        yield return HostCheck.Try(
            $"source of {datastore.Name}",
            () =>
            {
                _ = Directory.EnumerateFileSystemEntries(datastore.Source).Any();
                return datastore.Source;
            },
            cause => ($"{datastore.Source} cannot be read: {cause}", $"Mount it, or correct {place}"));
        yield return Target(datastore);
    }

    private static HostCheck Target(Datastore datastore)
    {
        var name = $"target of {datastore.Name}";
        if (TargetVolume.Of(Path.Combine(datastore.Target, "x")) is not { } volume)
        {
            return HostCheck.Bad(name, $"{datastore.Target} cannot be reached", "Choose another target for it");
        }

        return Posix.CanWrite(volume.Folder)
            ? HostCheck.Good(
                name,
                $"{datastore.Target}, {ByteSize.Text(volume.FreeBytes)} free, "
                    + (CloneSupport.Between(datastore.Source, volume) ? "can share blocks with the source (reflink)" : "no reflink from the source"))
            : HostCheck.Bad(name, $"{volume.Folder} cannot be written by this user", $"Run as a user who may write there, or choose another target than {datastore.Target}");
    }

    private static IEnumerable<HostCheck> OfLibvirt(Config config)
    {
        LibvirtConnection? libvirt = null;
        var connecting = HostCheck.Try(
            "libvirt",
            () => (libvirt = LibvirtConnection.Open(config.Connect)).Uri,
            cause => (cause, "Its stages need this; the others do not"));
        yield return connecting;
        using (libvirt)
        {
            foreach (var check in libvirt is null ? [] : Networks(config.Networks, libvirt))
            {
                yield return check;
            }
        }

        if (config.Connect.IsLocal)
        {
            if (config.Connect.HasOwnUser)
            {
                yield return LogDaemon.Problem() is { } problem
                    ? HostCheck.Bad("virtlogd", problem, $"{LogDaemon.StartRemedy}. Without it, no domain starts")
                    : HostCheck.Good("virtlogd", LogDaemon.Socket);
            }

            yield return Firmware("UEFI firmware", UefiFirmware.All());
            yield return Firmware("UEFI firmware with Secure Boot", [.. UefiFirmware.All().Where(firmware => firmware.HasSecureBoot)]);
        }
    }

    /// <summary>What each entry names and, where not every network has an entry, what the others go to.</summary>
    private static IEnumerable<HostCheck> Networks(NetworkMap networks, LibvirtConnection libvirt)
    {
        var targets = networks.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value).ToList();
        if (!networks.Entries.ContainsKey("*"))
        {
            targets.Add(NetworkTarget.Default);
        }

        foreach (var target in targets.DistinctBy(target => (target.Network, target.Bridge, target.Direct)))
        {
            var name = (target with { Vlan = null, PortGroup = null }).Text;
            yield return HostNetworks.Find(target, libvirt) is { } fault ? HostCheck.Bad(name, fault.What, fault.Remedy)
                : HostCheck.Good(name, "is there");
        }
    }

    private static HostCheck Firmware(string name, IReadOnlyList<UefiFirmware> found) => found is [var first, ..]
        ? HostCheck.Good(name, first.Path)
        : HostCheck.Bad(name, "is not there", "Install it: the package is ovmf or edk2-ovmf (--target=Setup)");
}
