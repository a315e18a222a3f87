using V2K.Engine.Disks;
using V2K.Engine.Guests;
using V2K.Engine.Stages;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration;

/// <summary>The words that the configuration file and the command line take, with what each means.</summary>
public static class Choices
{
    /// <summary>More at once than this helps no storage that exists.</summary>
    public const int MaximumParallel = 1024;

    /// <summary>A guest that has not come up in a day will not.</summary>
    public const int MaximumTimeout = 24 * 60 * 60;

    /// <summary><c>mode:</c> and <c>--mode</c>.</summary>
    public static readonly IReadOnlyDictionary<string, TranslationMode> Modes = Words(
        ("performance", TranslationMode.Performance), ("fidelity", TranslationMode.Fidelity));

    /// <summary><c>format:</c> and <c>--format</c>.</summary>
    public static readonly IReadOnlyDictionary<string, DiskFormat> Formats = Words(
        ("qcow2", DiskFormat.Qcow2), ("raw", DiskFormat.Raw));

    /// <summary><c>compress:</c> and <c>--compress</c>; QEMU's words as well.</summary>
    public static readonly IReadOnlyDictionary<string, Compression> Compressions = Words(
        ("none", Compression.None), ("zlib", Compression.Zlib), ("zstd", Compression.Zstd));

    /// <summary><c>cluster-size:</c> and <c>--cluster-size</c>, in bytes.</summary>
    public static readonly IReadOnlyDictionary<string, int> ClusterSizes = Words(
        ("4k", 4 << 10), ("8k", 8 << 10), ("16k", 16 << 10), ("32k", 32 << 10), ("64k", 64 << 10), ("128k", 128 << 10), ("256k", 256 << 10),
        ("512k", 512 << 10), ("1m", 1 << 20), ("2m", 2 << 20));

    /// <summary><c>preallocation:</c> and <c>--preallocation</c>; QEMU's words as well.</summary>
    public static readonly IReadOnlyDictionary<string, Preallocation> Preallocations = Words(
        ("off", Preallocation.Off), ("metadata", Preallocation.Metadata), ("falloc", Preallocation.Falloc));

    /// <summary><c>engine:</c> and <c>--engine</c>.</summary>
    public static readonly IReadOnlyDictionary<string, EngineKind> Engines = Words(
        ("native", EngineKind.Native), ("qemu-img", EngineKind.QemuImg), ("nbdcopy", EngineKind.NbdCopy),
        ("virt-v2v", EngineKind.VirtV2v));

    /// <summary><c>cache:</c> and <c>--cache</c>.</summary>
    public static readonly IReadOnlyDictionary<string, CacheMode> CacheModes = Words(
        ("auto", CacheMode.Auto), ("buffered", CacheMode.Buffered), ("direct", CacheMode.Direct));

    /// <summary><c>libvirt: virt-type:</c> and <c>--virt-type</c>.</summary>
    public static readonly IReadOnlyDictionary<string, VirtType> VirtTypes = Words(
        ("auto", VirtType.Auto), ("kvm", VirtType.Kvm), ("qemu", VirtType.Qemu));

    /// <summary><c>nic-names:</c> and <c>--nic-names</c>: whether a guest's cards keep their names.</summary>
    public static readonly IReadOnlyDictionary<string, bool> NicNames = Words(("new", false), ("keep", true));

    /// <summary><c>adjust:</c> and <c>--adjust</c>.</summary>
    public static readonly IReadOnlyDictionary<string, AdjustKind> AdjustKinds = Words(
        ("native", AdjustKind.Native), ("virt-v2v", AdjustKind.VirtV2v), ("none", AdjustKind.None));

    /// <summary><c>--initramfs</c>.</summary>
    public static readonly IReadOnlyDictionary<string, InitramfsWay> InitramfsWays = Words(
        ("append", InitramfsWay.Append), ("rebuild", InitramfsWay.Rebuild));

    /// <summary><c>--guest-agent</c>.</summary>
    public static readonly IReadOnlyDictionary<string, GuestAgentWish> GuestAgents = Words(
        ("enable", GuestAgentWish.Enable), ("install", GuestAgentWish.Install));

    /// <summary><c>--network-reset</c>: whether every card asks for its address.</summary>
    public static readonly IReadOnlyDictionary<string, bool> NetworkResets = Words(("none", false), ("dhcp", true));

    /// <summary>Keys that are on or off.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Switches = Words(("false", false), ("true", true));

    /// <summary><c>--until</c>: the stages of a migration.</summary>
    public static readonly IReadOnlyDictionary<string, Stage> Stages = Words(
        ("translate", Stage.Translate), ("convert", Stage.Convert), ("adjust", Stage.Adjust),
        ("define", Stage.Define), ("test-boot", Stage.TestBoot));

    /// <summary>The word that means <paramref name="value"/>.</summary>
    public static string Word<T>(IReadOnlyDictionary<string, T> words, T value) =>
        words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key;

    private static Dictionary<string, T> Words<T>(params ReadOnlySpan<(string Word, T Value)> words)
    {
        var dictionary = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (word, value) in words)
        {
            dictionary.Add(word, value);
        }

        return dictionary;
    }
}
