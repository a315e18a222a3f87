using V2K.Engine.Datastores;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration;

/// <summary>vmx2xml's mappings, as its users write them on the command line.</summary>
public static class MappingOptions
{
    private static readonly string[] NetworkKinds = ["network", "bridge", "direct"];

    /// <summary>
    /// Reads <c>VMFS,SOURCE=TARGET</c>, such as <c>/vmfs/volumes/ds1,/mnt/ds1=/srv/kvm/ds1</c>. The datastore's name is
    /// the last part of its VMFS path. Relative paths are relative to <paramref name="folder"/>.
    /// </summary>
    /// <exception cref="V2KException">The text has another form.</exception>
    public static Datastore ParseDatastore(string text, string folder)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var equals = text.IndexOf('=', comma + 1);
        if (comma <= 0 || equals < comma + 2 || equals == text.Length - 1)
        {
            throw new V2KException(
                $"'{text}' is not of the form VMFS,SOURCE=TARGET",
                "Write it like --datastore='/vmfs/volumes/ds1,/mnt/ds1=/srv/kvm/ds1'",
                key: "--datastore");
        }

        var vmfs = Path.TrimEndingDirectorySeparator(text[..comma]);
        var datastore = new Datastore(
            Path.GetFileName(vmfs),
            [vmfs],
            Path.GetFullPath(text[(comma + 1)..equals], folder),
            Path.GetFullPath(text[(equals + 1)..], folder));
        return DatastorePaths.IsInside(datastore.Target, datastore.Source)
            ? throw new V2KException(
                $"the target {datastore.Target} lies in the source {datastore.Source}, where V2K never writes",
                "Choose a folder outside it",
                key: "--datastore")
            : datastore;
    }

    /// <summary>
    /// Reads <c>WHICH=KIND=NAME</c>, such as <c>name:VM Network=bridge=br0</c>, <c>type:nat=network=default</c> or
    /// <c>*=network=default</c>; a VLAN follows as in <c>name:DMZ=bridge=br1,vlan=120</c>.
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
                var (name, vlan) = SplitVlan(text, text[(at + kind.Length + 2)..]);
                var which = text[..at];
                return KeyValuePair.Create(
                    which.StartsWith("name:", StringComparison.Ordinal) ? which["name:".Length..] : which,
                    new NetworkTarget
                    {
                        Network = kind == "network" ? name : null,
                        Bridge = kind == "bridge" ? name : null,
                        Direct = kind == "direct" ? name : null,
                        Vlan = vlan,
                    });
            }
        }

        throw Malformed(text);
    }

    private static (string Name, int? Vlan) SplitVlan(string text, string target)
    {
        var parts = target.Split(",vlan=");
        return parts switch
        {
            [{ Length: > 0 } name] => (name, null),
            [{ Length: > 0 } name, var vlan] when int.TryParse(vlan, out var tag) && tag is >= 1 and <= 4094 => (name, tag),
            _ => throw Malformed(text),
        };
    }

    private static V2KException Malformed(string text) => new(
        $"'{text}' is not of the form WHICH=network|bridge|direct=NAME",
        "Write it like --network='name:VM Network=bridge=br0', --network='type:nat=network=default' or --network='name:DMZ=bridge=br1,vlan=120'",
        key: "--network");
}
