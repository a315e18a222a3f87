using V2K.Engine.Configuration;
using V2K.Engine.Tools;

namespace V2K.Engine.Libvirt;

/// <summary>
/// The libvirt that a run works with: connected when it is first needed, and again for the next VM after the daemon went
/// away. Safe to use from several threads.
/// </summary>
/// <param name="config">Where it is, and how domains are to run there.</param>
/// <param name="runner">Runs QEMU for the KVM probe.</param>
public sealed class LibvirtHost(Config config, ToolRunner runner) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _deciding = new(1);
    private LibvirtConnection? _connection;
    private Acceleration? _acceleration;

    /// <summary>The connection.</summary>
    /// <exception cref="Rules.V2KException">libvirt cannot be reached.</exception>
    public LibvirtConnection Connection
    {
        get
        {
            lock (_gate)
            {
                if (_connection is { IsAlive: false })
                {
                    _connection.Dispose();
                    _connection = null;
                }

                return _connection ??= LibvirtConnection.Open(config.Connect);
            }
        }
    }

    /// <summary>How domains run there; decided once a run.</summary>
    public async Task<Acceleration> AccelerationAsync(CancellationToken cancellation)
    {
        await _deciding.WaitAsync(cancellation);
        try
        {
            return _acceleration ??= await Acceleration.DecideAsync(config.VirtType, Connection, runner, cancellation);
        }
        finally
        {
            _deciding.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        _deciding.Dispose();
    }
}
