using System.Security.Cryptography;
using V2K.Build;
using V2K.Engine.Tools;
using V2K.Guests.Building;
using V2K.Guests.Library;
using V2K.Guests.Model;
using V2K.Guests.Trying;

namespace V2K.Guests.Tests;

/// <summary>
/// What goes wrong with real guests: one line that says what to do, the converted disk as it was, and a retry that works. Some
/// minutes each, so they run on request: <c>V2K_GUEST_FAILURES=1</c>.
/// </summary>
public sealed class FailureTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "guests");
    private static readonly HostProgram Host = new(typeof(Repository).Assembly.Location, Folder);

    [SkippableFact]
    public async Task A_wrong_key_leaves_the_disk_as_it_was_and_the_right_one_works()
    {
        var guest = await MakeAsync(BookwormLuks.Guest);
        var way = Fresh(new Way("wrong-key", "", []), guest);
        await PassesAsync("Convert", guest, way);
        var before = DiskOf(guest, way);

        await FailsAsync("Adjust", guest with { Key = "not the key" }, way, "key");

        Assert.Equal(before, DiskOf(guest, way));
        await PassesAsync("Adjust", guest, way);
    }

    [SkippableFact]
    public async Task A_full_file_system_is_reported_before_anything_is_changed()
    {
        var guest = await MakeAsync(FullDisk.Guest);
        var way = Fresh(new Way("full", "", []), guest);
        await PassesAsync("Convert", guest, way);
        var before = DiskOf(guest, way);

        await FailsAsync("Adjust", guest, way, "free");

        Assert.Equal(before, DiskOf(guest, way));
    }

    [SkippableFact]
    public async Task A_network_that_is_not_there_is_named()
    {
        var guest = await MakeAsync(BookwormReady.Guest);
        var way = Fresh(new Way("no-network", "", ["--network=*=network=absent"]), guest);
        await PassesAsync("Convert", guest, way);

        await FailsAsync("Define", guest, way, "'absent'");
    }

    [SkippableFact]
    public async Task A_libvirt_that_does_not_answer_is_named()
    {
        var guest = await MakeAsync(BookwormReady.Guest);
        var way = Fresh(new Way("no-libvirt", "", ["--connect=qemu+unix:///system?socket=/nonexistent/libvirt-sock"]), guest);
        await PassesAsync("Convert", guest, way);

        await FailsAsync("Define", guest, way, "libvirt");
    }

    private static async Task<Guest> MakeAsync(Guest guest)
    {
        Skip.If(Environment.GetEnvironmentVariable("V2K_GUEST_FAILURES") is null, "real guests fail on request: V2K_GUEST_FAILURES=1");
        await new GuestBuilder(Folder, new ToolRunner(static _ => { })).MakeAsync(guest, CancellationToken.None);
        return guest;
    }

    private static Way Fresh(Way way, Guest guest)
    {
        Host.Forget(guest, way);
        return way;
    }

    private static string DiskOf(Guest guest, Way way)
    {
        using var disk = File.OpenRead(Path.Combine(Host.ResultsOf(way), guest.Name, guest.Name + ".qcow2"));
        return Convert.ToHexStringLower(SHA256.HashData(disk));
    }

    private static async Task PassesAsync(string target, Guest guest, Way way)
    {
        var outcome = await Host.RunAsync(target, guest, way, CancellationToken.None);
        Assert.True(outcome.Passed, outcome.Said);
    }

    private static async Task FailsAsync(string target, Guest guest, Way way, string word)
    {
        var outcome = await Host.RunAsync(target, guest, way, CancellationToken.None);
        Assert.False(outcome.Passed);
        Assert.StartsWith("error: ", outcome.Said, StringComparison.Ordinal);
        Assert.Contains(word, outcome.Said, StringComparison.Ordinal);
    }
}
