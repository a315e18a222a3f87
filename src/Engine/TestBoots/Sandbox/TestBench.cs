using System.Text;
using System.Xml.Linq;
using V2K.Engine.Libvirt;
using V2K.Engine.TestBoots.Passphrases;
using V2K.Engine.TestBoots.Signals;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>All that one test boot sets up, from the scratch folder to the running copy, and removes.</summary>
/// <param name="libvirt">Where the copy runs.</param>
/// <param name="options">How to test.</param>
/// <param name="trouble">Receives what could not be removed.</param>
internal sealed class TestBench(LibvirtConnection libvirt, TestBootOptions options, Action<V2KException> trouble) : IDisposable
{
    private readonly Stack<Action> _setUp = new();

    /// <summary>Sets everything up and starts a copy of <paramref name="defined"/>.</summary>
    /// <exception cref="V2KException">Something cannot be set up; what was, goes when this is disposed of.</exception>
    internal async Task<RunningCopy> StartAsync(XElement defined, ToolRunner runner, Keyring keys, CancellationToken cancellation)
    {
        var name = TestBootOwner.Current.NewName();
        var scratch = ScratchFolder.Create(options.Scratch, name);
        _setUp.Push(scratch.Delete);
        var overlays = await scratch.FillAsync(defined, runner, cancellation);
        var network = SandboxNetwork.Start(libvirt, name);
        _setUp.Push(network.Dispose);
        var neighbours = NeighbourWatch.Start(network.Bridge);
        _setUp.Push(() => neighbours?.Dispose());

        var copy = TestDomain.Make(defined, new TestParts(name, network.Name, overlays, scratch.SerialFile, scratch.VariablesFile, TakesInput: keys.Keys.Count > 0));
        var domain = libvirt.Start(
            copy.ToString(),
            $"a test copy of {defined.Text("name")}",
            $"Check that QEMU's user can read the disks and enter their folders and {options.Scratch} (or name another with --scratch)");
        _setUp.Push(() => End(domain));
        var unlocker = keys.Keys.Count == 0 ? null
            : new Unlocker(keys, domain.PressKeys, text => domain.SendToConsole(libvirt, Encoding.UTF8.GetBytes(text)));
        return new RunningCopy(
            domain,
            new BootObserver(domain, network, neighbours, new SerialLog(scratch.SerialFile), BootObserver.HasAgentChannel(copy), TestBooter.Mebibytes(defined), unlocker));
    }

    /// <summary>Removes what was set up, the last first. Failures are reported, and the next run removes the rest.</summary>
    public void Dispose()
    {
        foreach (var takeBack in _setUp)
        {
            try
            {
                takeBack();
            }
            catch (V2KException failed)
            {
                trouble(failed);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                trouble(new V2KException(failed.Message, "The next test boot removes it", cause: failed));
            }
        }
    }

    private static void End(LibvirtDomain domain)
    {
        using (domain)
        {
            domain.Destroy();
        }
    }
}

/// <summary>A copy that runs.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Eyes">What watches it.</param>
internal sealed record RunningCopy(LibvirtDomain Domain, BootObserver Eyes);
