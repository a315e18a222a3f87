using BenchmarkDotNet.Attributes;
using V2K.Engine.Tools;

namespace V2K.Benchmarks;

/// <summary>What the usual way to domain XML costs a VM: <c>virt-install --print-xml</c>, asked for the same VM.</summary>
public class VirtInstallBenchmarks
{
    // libvirt's test driver needs no daemon.
    private static readonly string[] Arguments =
    [
        "--connect", "test:///default", "--print-xml", "--dry-run", "--import", "--name", "web01", "--memory", "4096", "--vcpus", "2",
        "--osinfo", "debian11", "--disk", "/srv/web01.qcow2,size=1,bus=virtio,cache=none", "--network", "bridge=br0,model=virtio",
        "--graphics", "vnc",
    ];

    private readonly ToolRunner _runner = new(_ => { });

    /// <summary>Words to XML.</summary>
    [Benchmark]
    public async Task<string> PrintXml() =>
        (await _runner.RunAsync(KnownTools.VirtInstall, Arguments, "Read what it says")).Output;
}
