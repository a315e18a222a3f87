using System.Diagnostics;
using System.Text.Json;
using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>
/// The real process, killed in the middle of its work: nothing wrong ever has the final name, and the next run resumes.
/// <c>V2K_KILLS=20</c> kills that often instead of the few times of a plain run.
/// </summary>
public sealed class CrashTests : IDisposable
{
    /// <summary>Content of the disk, in sectors: some hundred milliseconds of work.</summary>
    private const int Sectors = (160 << 20) / 512;

    /// <summary>A little more than the time between checkpoints: a process that slept for so long saves one when it wakes up.</summary>
    private static readonly TimeSpan Checkpoint = TimeSpan.FromSeconds(5.2);

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("V2K_KILLS"), out var kills) ? kills : 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-crash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("sparse", "qcow2", 0)]
    [InlineData("stream", "raw", 0)]
    [InlineData("sparse", "raw", 4)]
    [InlineData("stream", "qcow2", 4)]
    public async Task A_run_killed_at_any_moment_leaves_no_wrong_file_and_the_next_run_resumes(string kind, string format, int fromKills)
    {
        Skip.If(Kills < fromKills, $"V2K_KILLS={Kills} is less than {fromKills}");
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        MakeVm(kind);
        var random = new Random(kind.Length + format.Length + Kills);
        var inTheMiddle = 0;
        var target = Path.Combine(_folder, "out", "vm", $"disk.{format}");
        for (var i = 0; i < Kills; i++)
        {
            // Every third run is killed late enough to leave a checkpoint.
            inTheMiddle += await KillAsync(target, format, random, sleeps: i % 3 == 1) ? 1 : 0;
            if (File.Exists(target))
            {
                await RequireSameAsync(target, format);
                await RequireUpToDateAsync(target, format);

                // Without its result, the disk is copied again, and that run can be killed, too.
                File.Delete(target);
            }
        }

        Assert.True(inTheMiddle > 0, "every run was over before it could be killed");
        var saved = Offset(target);
        var last = await Host.RunAsync(_folder, Arguments(format));
        last.Succeeded();
        await RequireSameAsync(target, format);
        Assert.Equal(saved > 0, last.Output.Contains("resumed at", StringComparison.Ordinal));
        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!, "disk*"));
    }

    [Theory]
    [InlineData(false, 130)]
    [InlineData(true, 143)]
    public async Task Ctrl_C_and_SIGTERM_stop_at_a_safe_point_with_their_exit_codes_and_the_next_run_resumes(bool isTermination, int code)
    {
        MakeVm("sparse");
        var target = Path.Combine(_folder, "out", "vm", "disk.raw");

        // The speed of the machine decides how much is copied after a delay.
        foreach (var delay in new[] { 50, 20, 100, 10, 200, 5, 400, 30 }.TakeWhile(_ => Offset(target) == 0))
        {
            if (File.Exists(target))
            {
                File.Delete(target);
            }

            var host = Host.Start(_folder, Arguments("raw"));
            await AppearsAsync(target + ".v2k-partial", host);
            await Task.Delay(delay);
            var interrupted = Stopwatch.StartNew();
            if (isTermination)
            {
                host.Terminate();
            }
            else
            {
                host.Interrupt();
            }

            var run = await host.End;

            Assert.True(interrupted.Elapsed < TimeSpan.FromSeconds(15), $"it took {interrupted.Elapsed}");
            Assert.DoesNotContain("   at ", run.Output + run.Errors, StringComparison.Ordinal);
            if (run.ExitCode != 0)
            {
                Assert.Equal(code, run.ExitCode);
                Assert.Contains("stopping; repeat to stop at once", run.Errors, StringComparison.Ordinal);
                Assert.False(File.Exists(target));
            }
        }

        Assert.True(Offset(target) > 0, "no run was interrupted in the middle");
        var next = await Host.RunAsync(_folder, Arguments("raw"));
        next.Succeeded();
        Assert.Contains("resumed at", next.Output, StringComparison.Ordinal);
        Assert.Equal(Sectors * 512L, new FileInfo(target).Length);
    }

    private static string[] Arguments(string format) => ["--target=Convert", "--all", "--parallel=1", $"--format={format}"];

    /// <summary>Starts a run and kills it.</summary>
    /// <returns>Whether it had begun to copy, and was not done.</returns>
    private async Task<bool> KillAsync(string target, string format, Random random, bool sleeps)
    {
        var before = Offset(target);
        var host = Host.Start(_folder, Arguments(format));
        var begun = await AppearsAsync(target + ".v2k-partial", host);
        await Task.Delay(random.Next(120));
        if (sleeps && begun)
        {
            host.Pause();
            await Task.Delay(Checkpoint);
            host.Continue();
            while (Offset(target) <= before && !host.End.IsCompleted)
            {
                await Task.Delay(1);
            }

            await Task.Delay(random.Next(20));
        }

        host.Kill();
        var run = await host.End;
        Assert.True(Offset(target) >= before || File.Exists(target), "what was done before is forgotten");
        return begun && run.ExitCode != 0;
    }

    /// <summary>However the run ended that finished <paramref name="target"/>, the next finds nothing to do.</summary>
    private async Task RequireUpToDateAsync(string target, string format)
    {
        var written = File.GetLastWriteTimeUtc(target);
        (await Host.RunAsync(_folder, Arguments(format))).Succeeded();
        Assert.Equal(written, File.GetLastWriteTimeUtc(target));
    }

    /// <summary>Waits for a file, or the end of the host. A file that an earlier run left is there at once, before this run has got so far.</summary>
    private static async Task<bool> AppearsAsync(string path, HostProcess host)
    {
        var before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : default;
        while (!host.End.IsCompleted && (!File.Exists(path) || File.GetLastWriteTimeUtc(path) == before))
        {
            await Task.Delay(1);
        }

        return File.Exists(path);
    }

    /// <summary>How far the checkpoint of an unfinished copy says it is; 0 for none.</summary>
    private static long Offset(string target)
    {
        try
        {
            using var checkpoint = JsonDocument.Parse(File.ReadAllText(target + ".v2k-checkpoint"));
            return checkpoint.RootElement.GetProperty("Offset").GetInt64();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private Task RequireSameAsync(string target, string format) =>
        Judge.DiskIsSoundAndEquals(target, format, Path.Combine(_folder, "in", "vm", "disk.vmdk"));

    private void MakeVm(string kind)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "in", "vm")).FullName;
        var disk = Path.Combine(folder, "disk.vmdk");
        var content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        var grains = Enumerable.Range(0, Sectors / 128).Select(i => i % 9 == 0 ? GrainState.Absent : GrainState.Stored).ToArray();
        var layout = new Layout(Sectors, 128, grains, content);
        if (kind == "stream")
        {
            HostedSparse.WriteStream(disk, layout, DiskMaker.Text("streamOptimized", $"RW {Sectors} SPARSE \"disk.vmdk\""), footer: true);
        }
        else
        {
            HostedSparse.Write(disk, layout, DiskMaker.Text("monolithicSparse", $"RW {Sectors} SPARSE \"disk.vmdk\""));
        }

        File.WriteAllText(
            Path.Combine(folder, "vm.vmx"),
            """
            displayName = "vm"
            memsize = "512"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "disk.vmdk"

            """);
        File.WriteAllText(Path.Combine(_folder, "v2k.yaml"), "datastores:\n  - { name: ds, source: in, target: out }\n");
    }
}
