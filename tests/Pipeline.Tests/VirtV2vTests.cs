using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>
/// <c>--engine=virt-v2v</c> with stand-ins for the program and for nbdkit: it looks at what it is given as the real one would, changes the first bytes of every disk, as
/// the real one changes the guest, and names its results alike.
/// </summary>
public sealed class VirtV2vTests : IDisposable
{
    private const string StandIn = """
        #!/bin/sh
        # virt-v2v -i libvirtxml XML --root single -o local -os FOLDER -on NAME -of FORMAT
        set -e
        test "$1 $2 $4 $5 $6 $7 $8 ${10} ${12}" = "-i libvirtxml --root single -o local -os -on -of"
        test "$LIBGUESTFS_BACKEND" = direct
        echo "[   0.1] Setting up the source"
        echo "virt-v2v: warning: there are no virtio drivers available for this version"
        n=0
        for disk in $(sed -n "s/.*<source file=\"\([^\"]*\)\".*/\1/p" "$3"); do
            n=$((n + 1))
            letter=$(echo abcdefgh | cut -c $n)
            qemu-img convert -O "${13}" "$disk" "$9/${11}-sd$letter"
            qemu-io -f "${13}" -c "write -q -P 0x56 0 512" "$9/${11}-sd$letter"
            test -z "$FAIL" || { echo "inspection could not detect the source guest" >&2; exit 1; }
        done
        echo "<domain/>" > "$9/${11}.xml"

        """;

    private readonly Estate _estate = new();

    [SkippableFact]
    public async Task It_makes_all_disks_under_our_names_and_leaves_our_XML_alone()
    {
        (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();

        Assert.Equal(
            ["datastore1/db01/db01.findings.json", "datastore1/db01/db01.qcow2", "datastore1/db01/db01.xml", "datastore2/db01/db01_1.qcow2"],
            _estate.Results().Keys.Order(StringComparer.Ordinal));
        Assert.Contains("<name>db01</name>", File.ReadAllText(_estate["out/datastore1/db01/db01.xml"]), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_estate["out"], "*.v2k-partial", SearchOption.AllDirectories));

        var again = (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();
        Assert.All(again.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("Z  Configuration: ", StringComparison.Ordinal)), line => Assert.Contains("up to date, ", line, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_output_of_virt_v2v_is_kept_and_its_warnings_are_shown()
    {
        var run = (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();

        Assert.Contains("there are no virtio drivers available for this version", run.Output + run.Errors, StringComparison.Ordinal);
        var log = File.ReadAllText(_estate["out/datastore1/.v2k/db01/db01.adjust.log"]);
        Assert.Contains("[   0.1] Setting up the source", log, StringComparison.Ordinal);
        Assert.Contains("warning: virt-v2v: there are no virtio drivers available for this version", log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_output_of_a_failed_virt_v2v_is_kept()
    {
        (await RunAsync("FAIL=1", "--target=Convert", "--vm=db01")).Failed();

        var log = File.ReadAllText(_estate["out/datastore1/.v2k/db01/db01.adjust.log"]);
        Assert.Contains("[   0.1] Setting up the source", log, StringComparison.Ordinal);
        Assert.Contains("inspection could not detect the source guest", log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_lost_disk_is_converted_again_together_with_the_others()
    {
        (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();
        var before = _estate.Results();
        File.Delete(_estate["out/datastore2/db01/db01_1.qcow2"]);

        var run = (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();

        Assert.Contains("is regenerated together with db01_1.qcow2", run.Output, StringComparison.Ordinal);
        Assert.NotEqual(before["datastore1/db01/db01.qcow2"], _estate.Results()["datastore1/db01/db01.qcow2"]);
    }

    [SkippableFact]
    public async Task A_disk_that_a_guest_has_run_on_is_not_replaced_because_of_another()
    {
        (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();
        File.Delete(_estate["out/datastore2/db01/db01_1.qcow2"]);
        File.AppendAllText(_estate["out/datastore1/db01/db01.qcow2"], "the guest was here");

        var line = (await RunAsync("--target=Convert", "--vm=db01")).Failed();

        Assert.Contains("db01.qcow2: was changed after V2K wrote it, and must be regenerated together with db01_1.qcow2", line, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Another_engine_makes_other_disks_and_they_are_not_mistaken_for_each_other()
    {
        (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();

        var verify = (await RunAsync("--target=Verify", "--vm=db01")).Failed();
        Assert.Contains("virt-v2v created it and changed the guest in it", verify, StringComparison.Ordinal);

        var native = (await _estate.RunAsync("--target=Convert", "--vm=db01")).Succeeded();
        Assert.Contains("--engine was removed", native.Output, StringComparison.Ordinal);
        await Judge.DiskIsSoundAndEquals(
            _estate["out/datastore1/db01/db01.qcow2"], "qcow2", _estate["samples/datastore1/db01/db01-000001.vmdk"]);

        var back = (await RunAsync("--target=Convert", "--vm=db01")).Succeeded();
        Assert.Contains("--engine is new", back.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_guest_that_it_does_not_know_is_one_clear_error_and_nothing_is_left()
    {
        var line = (await RunAsync("FAIL=1", "--target=Convert", "--vm=db01")).Failed();

        Assert.Contains("inspection could not detect the source guest", line, StringComparison.Ordinal);
        Assert.Contains("Convert with --engine=native", line, StringComparison.Ordinal);
        Assert.DoesNotContain(_estate.Results().Keys, file => file.Contains("qcow2", StringComparison.Ordinal));
    }

    public void Dispose() => _estate.Dispose();

    /// <summary>Runs the host with the stand-in before all other programs.</summary>
    private Task<HostRun> RunAsync(params string[] arguments)
    {
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        var folder = Directory.CreateDirectory(_estate["programs"]).FullName;
        var fails = arguments[0] == "FAIL=1";
        WriteProgram(folder, "virt-v2v", fails ? StandIn.Replace("set -e", "set -e; FAIL=1", StringComparison.Ordinal) : StandIn);
        WriteProgram(folder, "nbdkit", "#!/bin/sh\n");
        return Host.RunAsync(
            _estate.Folder,
            $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
            [.. arguments[(fails ? 1 : 0)..], "--engine=virt-v2v"]);
    }

    private static void WriteProgram(string folder, string name, string text)
    {
        var program = Path.Combine(folder, name);
        File.WriteAllText(program, text);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
