using V2K.Engine.Disks;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration;

/// <summary>The words that the configuration file and the command line take, with what each means.</summary>
public static class Choices
{
    /// <summary>More at once than this helps no storage that exists.</summary>
    public const int MaximumParallel = 1024;

    /// <summary><c>mode:</c> and <c>--mode</c>.</summary>
    public static readonly IReadOnlyDictionary<string, TranslationMode> Modes = Words(
        ("performance", TranslationMode.Performance), ("fidelity", TranslationMode.Fidelity));

    /// <summary><c>format:</c> and <c>--format</c>.</summary>
    public static readonly IReadOnlyDictionary<string, DiskFormat> Formats = Words(
        ("qcow2", DiskFormat.Qcow2), ("raw", DiskFormat.Raw));

    /// <summary><c>engine:</c> and <c>--engine</c>.</summary>
    public static readonly IReadOnlyDictionary<string, EngineKind> Engines = Words(
        ("native", EngineKind.Native), ("qemu-img", EngineKind.QemuImg), ("nbdcopy", EngineKind.NbdCopy));

    /// <summary><c>libvirt: virt-type:</c> and <c>--virt-type</c>.</summary>
    public static readonly IReadOnlyDictionary<string, VirtType> VirtTypes = Words(
        ("auto", VirtType.Auto), ("kvm", VirtType.Kvm), ("qemu", VirtType.Qemu));

    /// <summary><c>nic-names:</c> and <c>--nic-names</c>: whether a guest's cards keep their names.</summary>
    public static readonly IReadOnlyDictionary<string, bool> NicNames = Words(("new", false), ("keep", true));

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
