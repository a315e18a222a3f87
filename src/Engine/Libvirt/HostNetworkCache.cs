using System.Collections.Concurrent;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Libvirt;

/// <summary>
/// <see cref="HostNetworks"/> for many VMs, each network looked at once. Where libvirt does not answer, its networks are unknown, and a plan is
/// made all the same.
/// </summary>
/// <param name="host">The libvirt.</param>
public sealed class HostNetworkCache(LibvirtHost host)
{
    private readonly ConcurrentDictionary<(string Type, string Name), HostNetworkFault?> _known = new();
    private readonly Lock _gate = new();
    private V2KException? _failure;

    /// <summary>Why libvirt could not be asked; null where it was, or nothing was to be asked.</summary>
    public V2KException? Failure => _failure;

    /// <summary>What is wrong with what <paramref name="card"/> is put on; null for nothing, and where that cannot be seen.</summary>
    public HostNetworkFault? Find(NetworkInterface card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return _known.GetOrAdd((card.Type, card.Source), _ => Ask(card));
    }

    private HostNetworkFault? Ask(NetworkInterface card)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return null;
            }

            try
            {
                return HostNetworks.Find(card, host.Connection);
            }
            catch (V2KException failure)
            {
                _failure = failure;
                return null;
            }
        }
    }
}
