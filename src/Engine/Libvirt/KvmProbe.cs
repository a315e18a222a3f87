using V2K.Engine.Configuration;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Libvirt;

/// <summary>
/// Proves that KVM runs guests on this host, rather than that <c>/dev/kvm</c> exists: inside some virtual machines it opens
/// and QEMU then dies, or the guest hangs. A boot sector must speak on the serial port, and the host's own kernel,
/// where this user may read it, must come as far as looking for its root file system. A second or two; the answer is
/// kept until the host reboots, or gets another kernel or QEMU.
/// </summary>
public static class KvmProbe
{
    /// <summary>A kernel takes a second by KVM; one that hangs takes forever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The device that a user must be able to open.</summary>
    private const string Device = "/dev/kvm";

    /// <summary>The kernel's last words without a root file system: by then it has its processors, clocks and interrupts.</summary>
    private const string KernelsLastWords = "VFS: Unable to mount root fs";

    /// <summary>Whether KVM works, and why not or how that is known.</summary>
    public static async Task<KvmVerdict> AskAsync(ToolRunner runner, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(runner);
        if (DeviceProblem() is { } problem)
        {
            return new KvmVerdict(Works: false, problem);
        }

        if (KnownTools.QemuSystem.Find() is not { } qemu)
        {
            return new KvmVerdict(Works: false, $"{KnownTools.QemuSystem.Name} is not installed");
        }

        var host = KvmVerdictCache.HostKey(qemu);
        if (KvmVerdictCache.Find(host) is { } known)
        {
            return known;
        }

        var verdict = await TryAsync(runner, cancellation);
        KvmVerdictCache.Keep(host, verdict);
        return verdict;
    }

    /// <summary>Whether to run something of our own by KVM on this host: what was asked for, else what works.</summary>
    public static async Task<bool> ShouldUseAsync(VirtType asked, ToolRunner runner, CancellationToken cancellation) => asked switch
    {
        VirtType.Kvm => true,
        VirtType.Qemu => false,
        _ => (await AskAsync(runner, cancellation)).Works,
    };

    private static string? DeviceProblem()
    {
        if (!File.Exists(Device))
        {
            return $"there is no {Device}";
        }

        try
        {
            File.OpenHandle(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"{Device} cannot be opened: {cause.Message}";
        }
    }

    private static async Task<KvmVerdict> TryAsync(ToolRunner runner, CancellationToken cancellation)
    {
        var sector = Path.Combine(Path.GetTempPath(), $"v2k-kvm-{Guid.NewGuid():N}.img");
        try
        {
            await File.WriteAllBytesAsync(sector, BootSector.Saying(BootSector.Word), cancellation);
            var image = $"file={sector.Replace(",", ",,", StringComparison.Ordinal)},format=raw,if=virtio,readonly=on";
            if (await RunAsync(runner, ["-drive", image], BootSector.Word, "a boot sector", cancellation) is { } failure)
            {
                return new KvmVerdict(Works: false, failure);
            }
        }
        finally
        {
            File.Delete(sector);
        }

        if (ReadableKernel() is not { } kernel)
        {
            return new KvmVerdict(Works: true, "a boot sector ran");
        }

        var problem = await RunAsync(
            runner, ["-smp", "2", "-kernel", kernel, "-append", "console=ttyS0 panic=-1"], KernelsLastWords, "the host's kernel", cancellation);
        return problem is null ? new KvmVerdict(Works: true, "the host's kernel ran") : new KvmVerdict(Works: false, problem);
    }

    /// <summary>Runs a guest that says something and resets, which ends QEMU.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    private static async Task<string?> RunAsync(
        ToolRunner runner, IReadOnlyList<string> guest, string word, string what, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var result = await runner.RunAsync(
                KnownTools.QemuSystem,
                ["-accel", "kvm", "-cpu", "host", "-m", "256", "-nodefaults", "-display", "none", "-no-reboot", "-serial", "stdio", .. guest],
                "Use --virt-type=qemu",
                cancellation: patience.Token);
            return result.Output.Contains(word, StringComparison.Ordinal) ? null : $"{what} ended under KVM before it ran";
        }
        catch (V2KException failed)
        {
            return $"{what} does not run under KVM: {LastReason(failed.What)}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{what} hangs under KVM: it did not finish after {Patience.TotalSeconds:0} s";
        }
    }

    /// <summary>QEMU's first own line, without the command in front of it.</summary>
    private static string LastReason(string what)
    {
        var at = what.IndexOf("exit status", StringComparison.Ordinal);
        var reason = at < 0 ? what : what[at..];
        return reason.Split(" / ")[0];
    }

    private static string? ReadableKernel()
    {
        string[] kernels = Directory.Exists("/boot") ? Directory.GetFiles("/boot", "vmlinuz*") : [];
        foreach (var kernel in kernels.OrderDescending(StringComparer.Ordinal))
        {
            try
            {
                File.OpenRead(kernel).Dispose();
                return kernel;
            }
            catch (UnauthorizedAccessException)
            {
                // Ubuntu keeps its kernels from users: the boot sector must do.
            }
        }

        return null;
    }
}

/// <summary>Whether KVM works.</summary>
/// <param name="Works">Whether it does.</param>
/// <param name="Reason">How that is known, or what is wrong.</param>
public sealed record KvmVerdict(bool Works, string Reason);
