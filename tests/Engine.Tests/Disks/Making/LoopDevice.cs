using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>A block device made of a file, which holds something else before.</summary>
internal sealed class LoopDevice : IAsyncDisposable
{
    /// <summary>What every byte of it is at first.</summary>
    public const byte Old = 0xEE;

    private LoopDevice(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes one; skips the test, saying why, where that cannot be done.</summary>
    public static async Task<LoopDevice> MakeAsync(string file, int length)
    {
        Skip.If(KnownTools.LoopSetup.Find() is null, "losetup is not installed: --target=Setup installs it");
        var content = new byte[length];
        content.AsSpan().Fill(Old);
        await File.WriteAllBytesAsync(file, content);
        try
        {
            var result = await Qemu.Tools.RunAsync(KnownTools.LoopSetup, ["--find", "--show", file], "Run the tests as root");
            return new LoopDevice(result.Output.Trim());
        }
        catch (V2KException e)
        {
            Skip.If(true, $"a loop device cannot be made here: {e.What}");
            throw;
        }
    }

    /// <summary>Everything that is on it.</summary>
    public byte[] Content()
    {
        using var device = Interop.Posix.OpenForReading(Path);
        var content = new byte[Interop.Posix.DeviceSize(device)];
        for (var done = 0; done < content.Length;)
        {
            done += RandomAccess.Read(device, content.AsSpan(done), done);
        }

        return content;
    }

    public async ValueTask DisposeAsync() => await Qemu.Tools.RunAsync(KnownTools.LoopSetup, ["--detach", Path], "Detach it by hand");
}
