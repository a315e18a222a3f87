using System.Net.Sockets;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Libvirt;
using V2K.Engine.Readiness;

namespace V2K.Engine.Tests.Readiness;

public sealed class ConfigurationNeedsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Sources_and_targets_are_looked_at_with_their_paths()
    {
        _folder.Write("in/web01/web01.vmx", "");
        var checks = Of(
            new Datastore("good", [], _folder["in"], _folder["out/good"]),
            new Datastore("gone", [], _folder["nowhere"], _folder["out/gone"]));

        Assert.Equal(_folder["in"], checks["source of good"].Found);
        Assert.StartsWith($"{_folder["out/good"]}, ", checks["target of good"].Found, StringComparison.Ordinal);
        Assert.Contains(" free, ", checks["target of good"].Found, StringComparison.Ordinal);
        Assert.Contains("reflink", checks["target of good"].Found, StringComparison.Ordinal);
        Assert.StartsWith($"{_folder["nowhere"]} cannot be read: ", checks["source of gone"].Problem, StringComparison.Ordinal);
        Assert.Equal("Mount it, or correct source: in the configuration", checks["source of gone"].Remedy);
        Assert.Null(checks["target of gone"].Problem);
        Assert.False(Directory.Exists(_folder["out"]), "looking makes nothing");
    }

    /// <summary>Root may write wherever a file system can be written at all.</summary>
    [SkippableFact]
    public async Task A_target_on_a_file_system_that_is_mounted_read_only_is_a_problem()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "mounting a file system needs root");
        var mount = Directory.CreateDirectory(_folder["mount"]).FullName;
        Skip.IfNot(await RunAsync("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", mount), "this process may not mount a file system");
        try
        {
            var checks = Of(new Datastore("readonly", [], _folder.Path, Path.Combine(mount, "v2k")));

            Assert.Equal($"{mount} cannot be written by this user", checks["target of readonly"].Problem);
        }
        finally
        {
            Assert.True(await RunAsync("umount", mount));
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    [Fact]
    public void A_libvirt_that_does_not_answer_is_one_problem_and_the_rest_is_still_looked_at()
    {
        var checks = Of(new Datastore("ds", [], _folder.Path, _folder["out"]));

        Assert.Contains("libvirt at qemu+unix:///system?socket=/no/such does not answer", checks["libvirt"].Problem, StringComparison.Ordinal);
        Assert.Contains("virtlogd", checks.Keys);
        Assert.Contains("UEFI firmware with Secure Boot", checks.Keys);
    }

    [Fact]
    public void Firmware_is_found_by_the_descriptors_of_QEMU_and_an_empty_file_hides_one_of_the_same_name()
    {
        var code = _folder.Write("code.fd", "");
        var secure = _folder.Write("secure.fd", "");
        _folder.Write("usr/60.json", Descriptor(code, "x86_64"));
        _folder.Write("usr/50.json", Descriptor(secure, "x86_64", "secure-boot"));
        _folder.Write("usr/40.json", Descriptor(secure, "aarch64"));
        _folder.Write("usr/30.json", Descriptor("/no/such.fd", "x86_64"));
        _folder.Write("usr/20.json", "[]");
        _folder.Write("usr/10.json", "{ nonsense");

        Assert.Equal([new(secure, true), new(code, false)], UefiFirmware.All([_folder["etc"], _folder["usr"]]));

        _folder.Write("etc/50.json", "");
        Assert.Equal([new(code, false)], UefiFirmware.All([_folder["etc"], _folder["usr"]]));
    }

    [Fact]
    public void A_log_daemon_is_known_by_its_socket()
    {
        var socket = _folder["virtlogd-sock"];
        Assert.StartsWith($"does not answer at {socket}: ", LogDaemon.Problem(socket), StringComparison.Ordinal);

        using var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(socket));
        daemon.Listen();
        Assert.Null(LogDaemon.Problem(socket));
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, HostCheck> Of(params Datastore[] datastores) => ConfigurationNeeds
        .Of(new Config { File = "v2k.yaml", Datastores = datastores, Connect = "qemu+unix:///system?socket=/no/such" })
        .ToDictionary(check => check.Name, StringComparer.Ordinal);

    private static string Descriptor(string path, string architecture, string features = "acpi-s3") => $$"""
        { "interface-types": ["uefi"], "mapping": { "device": "flash", "executable": { "filename": "{{path}}", "format": "raw" } },
          "targets": [{ "architecture": "{{architecture}}", "machines": ["pc-q35-*"] }], "features": ["{{features}}"], "tags": [] }
        """;
}
