using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using V2K.Engine.Tools;
using V2K.Guests.Building;
using V2K.Guests.Model;

namespace V2K.Guests.Trying;

/// <summary>
/// A guest run as VMware would: its disk behind pvscsi, its card a vmxnet3 in hotplug slot 192. That it asks for an address
/// proves that its initramfs has VMware's drivers and that its card is called what its configuration says.
/// </summary>
/// <param name="datastore">Where the guests are.</param>
/// <param name="folder">Where its files go meanwhile.</param>
/// <param name="runner">Runs qemu-img.</param>
internal sealed class VmwareBoot(string datastore, string folder, ToolRunner runner)
{
    private const string Name = "Boot";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Boots <paramref name="guest"/>, whose disk stays as it is.</summary>
    internal async Task<StageOutcome> TryAsync(Guest guest, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var overlay = Path.Combine(folder, guest.Name + ".qcow2");
        var traffic = Path.Combine(folder, guest.Name + ".pcap");
        File.Delete(traffic);
        await runner.RunAsync(
            KnownTools.QemuImg,
            ["create", "-q", "-f", "qcow2", "-F", "vmdk", "-b", Path.Combine(datastore, guest.Name, VmxText.DiskName(guest, 0)), overlay],
            "Read what it says",
            cancellation: cancellation);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = LoadAverage.Now();
        var clock = Stopwatch.StartNew();
        var run = RunAsync(guest, overlay, traffic, end.Token);
        var asked = false;
        while (!asked && !run.IsCompleted && clock.Elapsed < Patience)
        {
            await Task.Delay(Pause, cancellation);
            asked = File.Exists(traffic) && DhcpTraffic.HasRequestOf(guest.Mac, await File.ReadAllBytesAsync(traffic, cancellation));
        }

        var seconds = Math.Round(clock.Elapsed.TotalSeconds, 1);
        await end.CancelAsync();
        var said = await run;
        File.Delete(overlay);
        return new StageOutcome(Name, asked, seconds, load, asked
            ? $"asked for the address it was offered, after {seconds:0} s"
            : $"did not ask for an address in {seconds:0} s {said}");
    }

    /// <summary>Runs QEMU until it is told to stop.</summary>
    /// <returns>What it said, if it ended by itself.</returns>
    private static async Task<string> RunAsync(Guest guest, string overlay, string traffic, CancellationToken end)
    {
        try
        {
            var run = await Cli.Wrap(KnownTools.QemuSystem.Find() ?? KnownTools.QemuSystem.Name)
                .WithArguments(
                [
                    "-machine", "q35,accel=tcg", "-cpu", "max", "-m", $"{guest.MemoryMebibytes}", "-display", "none",
                    "-drive", $"file={overlay},format=qcow2,if=none,id=disk",
                    "-device", "pvscsi,id=scsi", "-device", "scsi-hd,bus=scsi.0,drive=disk",
                    "-device", "pcie-root-port,id=slot192,chassis=1,slot=192", "-global", "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off",
                    "-netdev", "user,id=net,restrict=on", "-device", $"vmxnet3,bus=slot192,netdev=net,mac={guest.Mac}",
                    "-object", $"filter-dump,id=dump,netdev=net,file={traffic}",
                ])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(end);
            return run.StandardError.Trim();
        }
        catch (OperationCanceledException)
        {
            return "";
        }
    }
}
