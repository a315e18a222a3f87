using System.Diagnostics;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Engines;

/// <summary>Three programs at once: whichever of them ends early, nothing half-made and nothing running is left behind.</summary>
public sealed class NbdCopyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("source")]
    [InlineData("target")]
    public async Task A_server_that_is_killed_fails_the_copy_by_its_name_and_leaves_nothing(string socket)
    {
        // It is called with the socket that nbdcopy is told.
        var engine = Engine(command => Kill(
            "qemu-nbd",
            Uri.UnescapeDataString(command.Split('=', '\'', ' ').Single(word => word.EndsWith("%2F" + socket, StringComparison.Ordinal)))));

        var failure = await Assert.ThrowsAsync<V2KException>(() => engine.CopyAsync(Job(), null, CancellationToken.None));

        RequireFailure("qemu-nbd", failure);
    }

    [SkippableFact]
    public async Task A_copier_that_is_killed_fails_the_copy_by_its_name_and_leaves_nothing()
    {
        // Its sockets, which no other process names.
        var uri = "";
        var engine = Engine(command => uri = command.Split(' ').First(word => word.Contains("nbd+unix", StringComparison.Ordinal)).Trim('\''));

        var failure = await Assert.ThrowsAsync<V2KException>(
            () => engine.CopyAsync(Job(), new Each(() => Kill("nbdcopy", uri)), CancellationToken.None));

        RequireFailure("nbdcopy", failure);
    }

    [SkippableFact]
    public async Task Cancelling_stops_all_of_them()
    {
        using var cancellation = new CancellationTokenSource();
        var engine = Engine(_ => cancellation.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.CopyAsync(Job(), null, cancellation.Token));

        RequireNothingLeft();
    }

    [SkippableFact]
    public async Task The_knobs_arrive()
    {
        var commands = new List<string>();
        var engine = new NbdCopyEngine(
            new ToolRunner(commands.Add), new EngineOptions { Connections = 2, Threads = 5, Requests = 7 });

        await engine.CopyAsync(Job(), null, CancellationToken.None);

        Assert.Contains("--connections 2 --threads 5 --requests 7", commands.Single(command => command.StartsWith("nbdcopy", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(2, commands.Count(command => command.StartsWith("qemu-nbd", StringComparison.Ordinal) && command.Contains("--shared 2", StringComparison.Ordinal)));
    }

    /// <summary>When nbdcopy is about to start, both servers are there.</summary>
    private static NbdCopyEngine Engine(Action<string> atStart) => new(
        new ToolRunner(command =>
        {
            if (command.StartsWith("nbdcopy", StringComparison.Ordinal))
            {
                atStart(command);
            }
        }),
        new EngineOptions());

    private CopyJob Job()
    {
        foreach (var tool in new[] { KnownTools.QemuImg, KnownTools.QemuNbd, KnownTools.NbdCopy })
        {
            Skip.If(tool.Find() is null, $"{tool.Name} is not installed: --target=Setup installs it");
        }

        DiskMaker.Make(_folder.Path, MadeKind.MonolithicSparse, 1, 200_000);
        return new CopyJob(_folder.File("disk.vmdk"), new FolderPaths(_folder.Path), _folder.File("out"), DiskFormat.Qcow2) { Parallel = 2 };
    }

    private static void Kill(string name, string argument)
    {
        foreach (var process in Process.GetProcessesByName(name))
        {
            using (process)
            {
                if (CommandLine(process).Contains(argument, StringComparison.Ordinal))
                {
                    process.Kill();
                }
            }
        }
    }

    private static string CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }

    private void RequireFailure(string name, V2KException failure)
    {
        Assert.StartsWith(name + " ", failure.What, StringComparison.Ordinal);
        Assert.Contains("failed with exit status 137", failure.What, StringComparison.Ordinal);
        Assert.Contains("--engine=native", failure.Remedy, StringComparison.Ordinal);
        RequireNothingLeft();
    }

    private void RequireNothingLeft()
    {
        Assert.Empty(Directory.GetFiles(_folder.Path, "out*"));
        Assert.DoesNotContain(Process.GetProcessesByName("qemu-nbd"), process => CommandLine(process).Contains(_folder.Path, StringComparison.Ordinal));
    }

    private sealed class Each(Action action) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => action();
    }
}
