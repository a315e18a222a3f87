using V2K.Engine.Libvirt;
using V2K.Rules;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>Removes the leftovers of killed runs: domains, networks and scratch folders whose owner has ended.</summary>
public static class Sweep
{
    /// <summary>Takes everything back whose owner does not run any more, and nothing else.</summary>
    /// <param name="libvirt">Where domains and networks are.</param>
    /// <param name="scratch">Where scratch folders are.</param>
    /// <param name="trouble">Receives what could not be removed, such as another user's files.</param>
    /// <returns>The names of what was removed.</returns>
    public static IReadOnlyList<string> Run(LibvirtConnection libvirt, string scratch, Action<V2KException> trouble)
    {
        ArgumentNullException.ThrowIfNull(libvirt);
        var swept = new List<string>();
        foreach (var domain in libvirt.Domains())
        {
            using (domain)
            {
                // Test boots are transient domains: one that is defined and shut off is somebody else's.
                if (domain.State is not (DomainState.ShutOff or DomainState.Gone))
                {
                    TakeBack(domain.Name, $"domain {domain.Name}", domain.Destroy);
                }
            }
        }

        foreach (var network in libvirt.Networks())
        {
            using (network)
            {
                TakeBack(network.Name, $"network {network.Name}", network.Destroy);
            }
        }

        foreach (var folder in Directory.Exists(scratch) ? Directory.GetDirectories(scratch) : [])
        {
            TakeBack(Path.GetFileName(folder), folder, () => Directory.Delete(folder, recursive: true));
        }

        return swept;

        void TakeBack(string name, string what, Action takeBack)
        {
            if (!IsAbandoned(name))
            {
                return;
            }

            try
            {
                takeBack();
                swept.Add(what);
            }
            catch (V2KException failed)
            {
                trouble(failed);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                trouble(new V2KException($"the leftovers of a killed run cannot be deleted: {failed.Message}", "Delete them as the user of that run", what, cause: failed));
            }
        }
    }

    private static bool IsAbandoned(string name) => TestBootOwner.Of(name) is { IsAlive: false };
}
