using V2K.Engine.Libvirt;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>Takes back what runs that were killed have left: domains, networks and scratch folders whose owner is gone.</summary>
public static class Sweep
{
    /// <summary>Takes everything back whose owner does not run any more, and nothing else.</summary>
    /// <returns>What was taken back, by name.</returns>
    public static IReadOnlyList<string> Run(LibvirtConnection libvirt, string scratch)
    {
        ArgumentNullException.ThrowIfNull(libvirt);
        var swept = new List<string>();
        foreach (var domain in libvirt.Domains())
        {
            using (domain)
            {
                if (IsAbandoned(domain.Name))
                {
                    domain.Destroy();
                    swept.Add($"domain {domain.Name}");
                }
            }
        }

        foreach (var network in libvirt.Networks())
        {
            using (network)
            {
                if (IsAbandoned(network.Name))
                {
                    network.Destroy();
                    swept.Add($"network {network.Name}");
                }
            }
        }

        foreach (var folder in Directory.Exists(scratch) ? Directory.GetDirectories(scratch) : [])
        {
            if (IsAbandoned(Path.GetFileName(folder)))
            {
                Directory.Delete(folder, recursive: true);
                swept.Add(folder);
            }
        }

        return swept;
    }

    private static bool IsAbandoned(string name) => TestBootOwner.Of(name) is { IsAlive: false };
}
