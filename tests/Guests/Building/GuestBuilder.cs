using System.Security.Cryptography;
using System.Text;
using V2K.Engine.Guests.Appliance;
using V2K.Engine.Libvirt;
using V2K.Engine.Tools;
using V2K.Guests.Model;
using V2K.Rules;

namespace V2K.Guests.Building;

/// <summary>Makes guests, or finds them made: a datastore in the cache, one folder a VM.</summary>
/// <param name="cache">Where everything stays between runs.</param>
/// <param name="runner">Runs the programs.</param>
internal sealed class GuestBuilder(string cache, ToolRunner runner)
{
    /// <summary>Raised when what is made of the same <see cref="Guest"/> changes.</summary>
    private const int Version = 2;

    private const int Attempts = 10;

    /// <summary>The datastore with the guests that were made.</summary>
    internal string Datastore { get; } = Path.Combine(cache, "datastore");

    /// <summary>Makes <paramref name="guest"/> if it is not there as it is described.</summary>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="V2KException">A program is missing or failed.</exception>
    internal async Task<bool> MakeAsync(Guest guest, CancellationToken cancellation)
    {
        var root = await new RootTree(cache, runner).MakeAsync(guest, cancellation);
        var commands = LayoutCommands.For(guest).ToList();
        var vmx = VmxText.Of(guest);
        var folder = Path.Combine(Datastore, guest.Name);
        var mark = Path.Combine(Directory.CreateDirectory(Path.Combine(cache, "made")).FullName, guest.Name);
        var fingerprint = Fingerprint(guest, commands, vmx);
        if (Directory.Exists(folder) && File.Exists(mark) && await File.ReadAllTextAsync(mark, cancellation) == fingerprint)
        {
            return false;
        }

        File.Delete(mark);
        var half = Path.Combine(cache, "half", guest.Name);
        DeleteFolder(half);
        DeleteFolder(folder);
        Directory.CreateDirectory(half);
        await AssembleAsync(guest, root, commands, half, cancellation);
        await File.WriteAllTextAsync(Path.Combine(half, guest.Name + ".vmx"), vmx, cancellation);
        Directory.CreateDirectory(Datastore);
        Directory.Move(half, folder);
        await File.WriteAllTextAsync(mark, fingerprint, cancellation);
        return true;
    }

    private async Task AssembleAsync(Guest guest, string root, IEnumerable<IReadOnlyList<string>> commands, string folder, CancellationToken cancellation)
    {
        var raws = guest.Disks.Select((_, unit) => Path.Combine(folder, $"{unit}.raw")).ToList();
        foreach (var (raw, disk) in raws.Zip(guest.Disks))
        {
            await using var file = File.Create(raw);
            file.SetLength((long)disk.SizeMebibytes << 20);
        }

        var kvm = await KvmProbe.AskAsync(runner, cancellation);
        var appliance = new ToolRunner(static _ => { })
        {
            Environment = ApplianceVariables.For(kvm.Works),
            Input = guest.Key is null ? "" : Repeat(guest.Key + "\n", 4),
        };
        await DivideAndFillAsync(
            appliance,
            [
                "--keys-from-stdin", .. raws.SelectMany(raw => new[] { "--format=raw", "-a", raw }), "--",
                "add-drive", root, "readonly:true", "format:raw",
                .. commands.SelectMany(command => (string[])[":", .. command]),
            ],
            cancellation);

        for (var unit = 0; unit < raws.Count; unit++)
        {
            await runner.RunAsync(
                KnownTools.QemuImg,
                [
                    "convert", "-f", "raw", "-O", "vmdk", "-o", $"subformat={guest.Disks[unit].Kind},adapter_type=lsilogic",
                    raws[unit], Path.Combine(folder, VmxText.DiskName(guest, unit)),
                ],
                "Read what it says",
                cancellation: cancellation);
            File.Delete(raws[unit]);
        }
    }

    private static async Task DivideAndFillAsync(ToolRunner appliance, string[] arguments, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await appliance.RunAsync(KnownTools.Guestfish, arguments, "Read what it says, and try libguestfs-test-tool", cancellation: cancellation);
                return;
            }
            catch (V2KException failure) when (attempt < Attempts && failure.Message.Contains("debug: " + LayoutCommands.OutOfOrder, StringComparison.Ordinal))
            {
                // Nothing was changed yet, and the next appliance starts from the beginning.
            }
        }
    }

    private static string Fingerprint(Guest guest, IEnumerable<IReadOnlyList<string>> commands, string vmx)
    {
        var text = new StringBuilder($"{Version} {RootTree.Fingerprint(guest)} {guest.Key}\n{vmx}\n")
            .AppendJoin('\n', guest.Disks.Select(disk => $"{disk.SizeMebibytes} {disk.Kind}"))
            .AppendJoin('\n', commands.Select(command => string.Join(' ', command)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
