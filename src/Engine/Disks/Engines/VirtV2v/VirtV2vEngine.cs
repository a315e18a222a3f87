using System.Diagnostics;
using V2K.Engine.Configuration;
using V2K.Engine.Guests;
using V2K.Engine.Guests.Appliance;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Disks.Engines.VirtV2v;

/// <summary>
/// <c>virt-v2v</c> (virt-v2v(1)): converts all disks of a VM in one go, and makes the guest in them ready for KVM on the way. It gets overlays over
/// the sources, each file and format of the chains spelled out, and never the sources themselves; of what it makes only the disks are kept.
/// </summary>
/// <param name="tools">Runs the programs.</param>
/// <param name="options">How to open the guest: the root and the keys of Adjust's options.</param>
/// <param name="kvmWorks">Whether the appliance that looks into the guest can run by KVM. Where it only seems so, it hangs.</param>
public sealed class VirtV2vEngine(ToolRunner tools, AdjustOptions options, Func<CancellationToken, Task<bool>> kvmWorks) : IConversionEngine
{
    private const string Remedy =
        "Convert with --engine=native; this does not change the guest, and --target=Adjust prepares it for KVM";

    private const string WindowsRemedy =
        "Shut Windows down completely under VMware, without hibernation or fast startup, and run again; or convert with --engine=native and --adjust=none, which do not change Windows";

    /// <summary>The word for it.</summary>
    internal const string Word = "virt-v2v";

    /// <inheritdoc/>
    public string Name => Word;

    /// <summary>Converts the disks of <paramref name="vm"/>; they wait under temporary names to be published.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="log">Receives what virt-v2v says, whether it fails or not.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="V2KException">A disk is not one we read, or virt-v2v does not know the guest.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public async Task<VirtV2vConversion> ConvertAsync(VmDisks vm, StepLog log, CancellationToken cancellation)
    {
        await Task.Yield();
        ArgumentNullException.ThrowIfNull(vm);
        Array.ForEach([KnownTools.QemuImg, KnownTools.VirtV2v, KnownTools.Nbdkit], tool => tool.Require());
        var format = FormatOf(vm);
        var conversion = VirtV2vConversion.Prepare(vm, cancellation);
        var folder = Directory.CreateTempSubdirectory("v2k-v2v-");
        try
        {
            var started = Stopwatch.GetTimestamp();
            var source = await VirtV2vSource.WriteAsync(folder.FullName, vm, conversion.Images, tools, cancellation);
            var results = folder.CreateSubdirectory("out").FullName;
            conversion.LinkInto(results);
            using var keys = new KeyFiles(options.Keys);
            await VirtV2vMessages.RunAsync(
                keys.For(tools).With(ApplianceVariables.For(await kvmWorks(cancellation))),
                KnownTools.VirtV2v,
                [
                    "-i", "libvirtxml", source, "--root", options.Root ?? "single", .. keys.Arguments,
                    "-o", "local", "-os", results, "-on", VirtV2vConversion.GuestName, .. format,
                ],
                vm.IsWindows ? WindowsRemedy : Remedy,
                log,
                cancellation);
            conversion.RequireWhole(Stopwatch.GetElapsedTime(started));
            return conversion;
        }
        catch
        {
            conversion.Dispose();
            throw;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The one format of all disks, and virt-v2v's other options for their layout.</summary>
    private static string[] FormatOf(VmDisks vm)
    {
        if (vm.Disks.Select(disk => disk.Format).Distinct().Count() > 1)
        {
            throw new V2KException(
                "virt-v2v creates all disks of a VM in one format, but a disk that VMs share must be raw",
                "Convert with --format=raw, or with --engine=native",
                vm.Name);
        }

        var disk = vm.Disks[0];
        return disk.ClusterSize == Config.DefaultClusterSize && disk.Preallocation is Preallocation.Off && disk.Compression is not Compression.Zstd
            ? ["-of", Choices.Formats.Word(disk.Format), .. disk.Compression is Compression.Zlib ? ["--compressed"] : Array.Empty<string>()]
            : throw new V2KException(
                "virt-v2v does not support a cluster size, preallocation or compression other than zlib",
                "Omit those options, or convert with --engine=native",
                vm.Name);
    }
}
