using V2K.Engine.Datastores;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration;

/// <summary>vmx2xml's mappings, as its users write them on the command line.</summary>
public static class MappingOptions
{
    private static readonly string[] NetworkKinds = ["network", "bridge", "direct"];

    /// <summary>Reads each of <paramref name="texts"/> by <see cref="ParseDatastore"/>.</summary>
    /// <exception cref="V2KException">A text has another form, two datastores have one name, or a target lies in a source among other files.</exception>
    public static IReadOnlyList<Datastore> ParseDatastores(IEnumerable<string> texts, string folder)
    {
        List<Datastore> datastores = [.. texts.Select(text => ParseDatastore(text, folder))];
        foreach (var same in datastores.GroupBy(datastore => datastore.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            throw new V2KException(
                $"'{same.Key}' names {same.Count()} datastores: {string.Join(" and ", same.Select(datastore => datastore.Source))}",
                "The last part of the path before the comma is the name: use different names, like --datastore='/vmfs/volumes/NAME,SOURCE=TARGET'",
                key: "--datastore");
        }

        List<string> sources = [.. datastores.Select(datastore => datastore.Source)];
        return datastores.Select(datastore => TargetPlacement.Fault(datastore.Target, sources)).FirstOrDefault(fault => fault is not null) is var (what, remedy)
            ? throw new V2KException(what, remedy, key: "--datastore")
            : datastores;
    }

    /// <summary>
    /// Reads <c>VMFS,SOURCE=TARGET</c>, such as <c>/vmfs/volumes/ds1,/mnt/ds1=/srv/kvm/ds1</c>, or <c>SOURCE=TARGET</c> where
    /// .vmx files spell the datastore as this host does. The datastore's name is the last part of its VMFS path. Relative paths
    /// are relative to <paramref name="folder"/>.
    /// </summary>
    /// <exception cref="V2KException">The text has another form.</exception>
    public static Datastore ParseDatastore(string text, string folder)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var equals = text.IndexOf('=', comma + 1);
        if (comma == 0 || equals < comma + 2 || equals == text.Length - 1)
        {
            throw new V2KException(
                $"'{text}' is not of the form VMFS,SOURCE=TARGET or SOURCE=TARGET",
                "Write it like --datastore='/vmfs/volumes/ds1,/mnt/ds1=/srv/kvm/ds1'",
                key: "--datastore");
        }

        var source = Path.GetFullPath(text[(comma + 1)..equals], folder);
        var vmfs = Path.TrimEndingDirectorySeparator(comma < 0 ? source : text[..comma]);
        return new Datastore(
            Path.GetFileName(vmfs),
            [vmfs],
            source,
            Path.GetFullPath(text[(equals + 1)..], folder))
        { IsOfCommandLine = true };
    }

    /// <summary>
    /// Reads <c>WHICH=KIND=NAME</c>, such as <c>name:VM Network=bridge=br0</c>, <c>type:nat=network=default</c> or
    /// <c>*=network=default</c>; more follows as in <c>name:DMZ=bridge=br1,vlan=120,virtualport=openvswitch</c>.
    /// </summary>
    /// <returns>The key in <see cref="NetworkMap.Entries"/> and its target.</returns>
    /// <exception cref="V2KException">The text has another form.</exception>
    public static KeyValuePair<string, NetworkTarget> ParseNetwork(string text)
    {
        foreach (var kind in NetworkKinds)
        {
            // VMware's names may hold an equals sign, so the kind is what separates them from libvirt's.
            var at = text.LastIndexOf($"={kind}=", StringComparison.Ordinal);
            if (at > 0)
            {
                var which = text[..at];
                var target = Target(text, kind, text[(at + kind.Length + 2)..].Split(','));
                return target.Fault is var (what, remedy)
                    ? throw new V2KException($"'{text}' {what}", remedy, key: "--network")
                    : KeyValuePair.Create(Key(which), target);
            }
        }

        throw Malformed(text);
    }

    private static string Key(string which) => which.StartsWith("name:", StringComparison.Ordinal) ? which["name:".Length..]
        : NetworkMap.KeyOf(which)
            ?? throw new V2KException($"'{which}' is not a type of VMware network", $"Write one of {NetworkMap.Types}", key: "--network");

    private static NetworkTarget Target(string text, string kind, string[] parts)
    {
        var name = parts[0].Length > 0 ? parts[0] : throw Malformed(text);
        var target = kind switch
        {
            "network" => new NetworkTarget { Network = name },
            "bridge" => new NetworkTarget { Bridge = name },
            _ => new NetworkTarget { Direct = name },
        };
        foreach (var part in parts.Skip(1))
        {
            target = part.Split('=') switch
            {
                ["vlan", var number] when int.TryParse(number, out var vlan) && vlan is >= 1 and <= 4094 => target with { Vlan = vlan },
                ["virtualport", { Length: > 0 } port] => target with { VirtualPort = port },
                ["portgroup", { Length: > 0 } group] => target with { PortGroup = group },
                _ => throw Malformed(text),
            };
        }

        return target;
    }

    private static V2KException Malformed(string text) => new(
        $"'{text}' is not of the form WHICH=network|bridge|direct=NAME",
        "Write it like --network='name:VM Network=bridge=br0', --network='type:nat=network=default' or --network='name:DMZ=bridge=br1,vlan=120'",
        key: "--network");
}
