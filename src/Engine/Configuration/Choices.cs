using V2K.Engine.CutOvers.Hooks;
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
    public static readonly Choice<TranslationMode> Modes = new(
        new("performance", TranslationMode.Performance), new("fidelity", TranslationMode.Fidelity));

    /// <summary><c>format:</c> and <c>--format</c>.</summary>
    public static readonly Choice<DiskFormat> Formats = new(
        new("qcow2", DiskFormat.Qcow2), new("raw", DiskFormat.Raw));

    /// <summary><c>compress:</c> and <c>--compress</c>; QEMU's words as well.</summary>
    public static readonly Choice<Compression> Compressions = new(
        new("none", Compression.None), new("zlib", Compression.Zlib), new("zstd", Compression.Zstd));

    /// <summary><c>cluster-size:</c> and <c>--cluster-size</c>, in bytes.</summary>
    public static readonly Choice<int> ClusterSizes = new(
        new("4k", 4 << 10), new("8k", 8 << 10), new("16k", 16 << 10), new("32k", 32 << 10), new("64k", 64 << 10), new("128k", 128 << 10), new("256k", 256 << 10),
        new("512k", 512 << 10), new("1m", 1 << 20), new("2m", 2 << 20));

    /// <summary><c>preallocation:</c> and <c>--preallocation</c>; QEMU's words as well.</summary>
    public static readonly Choice<Preallocation> Preallocations = new(
        new("off", Preallocation.Off), new("metadata", Preallocation.Metadata), new("falloc", Preallocation.Falloc));

    /// <summary><c>engine:</c> and <c>--engine</c>.</summary>
    public static readonly Choice<EngineKind> Engines = new(
        new("native", EngineKind.Native), new("qemu-img", EngineKind.QemuImg), new("nbdcopy", EngineKind.NbdCopy),
        new("virt-v2v", EngineKind.VirtV2v));

    /// <summary><c>cache:</c> and <c>--cache</c>.</summary>
    public static readonly Choice<CacheMode> CacheModes = new(
        new("auto", CacheMode.Auto), new("buffered", CacheMode.Buffered), new("direct", CacheMode.Direct));

    /// <summary><c>libvirt: virt-type:</c> and <c>--virt-type</c>.</summary>
    public static readonly Choice<VirtType> VirtTypes = new(
        new("auto", VirtType.Auto), new("kvm", VirtType.Kvm), new("qemu", VirtType.Qemu));

    /// <summary><c>nic-names:</c> and <c>--nic-names</c>: whether a guest's cards keep their names.</summary>
    public static readonly Choice<bool> NicNames = new(new("new", false), new("keep", true));

    /// <summary><c>adjust:</c> and <c>--adjust</c>.</summary>
    public static readonly Choice<AdjustKind> AdjustKinds = new(
        new("native", AdjustKind.Native), new("virt-v2v", AdjustKind.VirtV2v), new("none", AdjustKind.None));

    /// <summary><c>--initramfs</c>.</summary>
    public static readonly Choice<InitramfsWay> InitramfsWays = new(
        new("append", InitramfsWay.Append), new("rebuild", InitramfsWay.Rebuild));

    /// <summary><c>--guest-agent</c>.</summary>
    public static readonly Choice<GuestAgentWish> GuestAgents = new(
        new("enable", GuestAgentWish.Enable), new("install", GuestAgentWish.Install));

    /// <summary><c>--network-reset</c>: whether every card asks for its address.</summary>
    public static readonly Choice<bool> NetworkResets = new(new("none", false), new("dhcp", true));

    /// <summary>Keys that are on or off.</summary>
    public static readonly Choice<bool> Switches = new(new("false", false), new("true", true));

    /// <summary><c>days:</c> of a window.</summary>
    public static readonly Choice<DayOfWeek> Days = new(
        new("mon", DayOfWeek.Monday), new("tue", DayOfWeek.Tuesday), new("wed", DayOfWeek.Wednesday), new("thu", DayOfWeek.Thursday),
        new("fri", DayOfWeek.Friday), new("sat", DayOfWeek.Saturday), new("sun", DayOfWeek.Sunday));

    /// <summary>The keys of <c>hooks:</c>.</summary>
    public static readonly Choice<HookEvent> Hooks = new(
        new("before-cut-over", HookEvent.BeforeCutOver), new("after-cut-over", HookEvent.AfterCutOver), new("on-failure", HookEvent.OnFailure));

    /// <summary><c>--until</c>: the stages of a migration.</summary>
    public static readonly Choice<Stage> Stages = new(
        new("translate", Stage.Translate), new("convert", Stage.Convert), new("adjust", Stage.Adjust),
        new("define", Stage.Define), new("test-boot", Stage.TestBoot));
}
