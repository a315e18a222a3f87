using CliWrap;
using V2K.Engine.Libvirt;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>
/// A libvirtd of a test's own: in a mount namespace where every folder of libvirt's is one of the test's, empty at first, so that the
/// host's domains and networks are out of reach. Bridges are the host's. Killed and started again, it finds what it had.
/// </summary>
public sealed class PrivateLibvirt : IDisposable
{
    private const string Script = """
        set -e
        for folder in /etc/libvirt /var/lib/libvirt /run/libvirt /var/log/libvirt /var/cache/libvirt; do
            mkdir -p $folder "$1/host$folder"
            mount --bind "$1/host$folder" $folder
        done
        printf 'stdio_handler = "file"\nuser = "root"\ngroup = "root"\nsecurity_driver = "none"\n' > /etc/libvirt/qemu.conf
        exec libvirtd --config "$1/libvirtd.conf" --pid-file "$1/libvirtd.pid"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private CancellationTokenSource _stop = new();
    private Task<CommandResult>? _daemon;

    /// <summary>Why none can be started; null where one can.</summary>
    public static string? Missing => !Environment.IsPrivilegedProcess
        ? "only root can start a libvirtd of its own"
        : new[] { KnownTools.Libvirtd, KnownTools.QemuSystem, KnownTools.QemuImg, KnownTools.Dnsmasq, KnownTools.Iptables, KnownTools.Unshare }.FirstOrDefault(tool => tool.Find() is null) is { } tool
            ? $"{tool.Name} is not installed: --target=Setup installs it"
            : null;

    /// <summary>Where it listens.</summary>
    public string Uri => $"qemu+unix:///system?socket={_folder["libvirt-sock"]}";

    /// <summary>Starts it unless it runs, and connects.</summary>
    public async Task<LibvirtConnection> ConnectAsync()
    {
        Skip.If(Missing is not null, Missing);
        _daemon ??= Start();
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(100))
        {
            try
            {
                return LibvirtConnection.Open(Uri);
            }
            catch (V2KException) when (waited < Patience && !_daemon.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        _stop.Cancel();
        try
        {
            _daemon?.Wait();
        }
        catch (AggregateException)
        {
            // It was cancelled: that is what was asked for.
        }

        _daemon = null;
        _stop.Dispose();
        _stop = new CancellationTokenSource();
    }

    public void Dispose()
    {
        EndDomains();
        Kill();
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>A guest that a failed test has started outlives the daemon.</summary>
    private void EndDomains()
    {
        if (_daemon is not { IsCompleted: false })
        {
            return;
        }

        using var libvirt = LibvirtConnection.Open(Uri);
        foreach (var domain in libvirt.Domains())
        {
            using (domain)
            {
                domain.Destroy();
            }
        }
    }

    private Task<CommandResult> Start()
    {
        _folder.Write("libvirtd.conf", $"""
            unix_sock_dir = "{_folder.Path}"
            auth_unix_rw = "none"
            auth_unix_ro = "none"

            """);
        return Cli.Wrap(KnownTools.Unshare.Name)
            .WithArguments(["--mount", "sh", _folder.Write("start.sh", Script), _folder.Path])
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(_stop.Token)
            .Task;
    }
}
