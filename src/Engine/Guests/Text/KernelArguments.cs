using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Text;

/// <summary>
/// Kernel arguments wherever they stand: in grub.cfg, grubenv, boot loader entries, /etc/default/grub, extlinux.conf. They look alike in
/// all of them: a word after a blank or a quote.
/// </summary>
public static partial class KernelArguments
{
    private const int GrubEnvironmentLength = 1024;

    /// <summary>Lasting names for the devices that arguments such as <c>root=/dev/sda1</c> name.</summary>
    public static string Change(string text, DeviceNames names) => Change(text, names.Lasting, names.Renamed);

    /// <summary>Puts lasting names for the devices that arguments such as <c>root=/dev/sda1</c> name; comments stay as they are.</summary>
    /// <param name="text">A whole file.</param>
    /// <param name="lasting">The name for a device; null for none.</param>
    /// <param name="renamed">
    /// The name that a device has under KVM, for the options of a file system in <c>rootflags=</c>, such as <c>device=</c> of Btrfs, which take no other.
    /// </param>
    public static string Change(string text, Func<string, string?> lasting, Func<string, string?> renamed) => ByLine(text, line =>
        Device().Replace(line, match =>
        {
            var name = match.Groups["option"].Success ? renamed : lasting;
            return name(match.Groups["device"].Value) is { } changed ? match.Groups["argument"].Value + changed : match.Value;
        }));

    /// <summary>
    /// The same for grubenv, which is 1024 bytes long, no more and no less, its rest filled with #. Where lasting names, which are longer,
    /// do not fit, the new ones do.
    /// </summary>
    public static string ChangeGrubEnvironment(string text, Func<string, string?> lasting, Func<string, string?> renamed) =>
        InGrubEnvironment(text, content => Change(content, lasting, renamed)) is var changed && changed != text
            ? changed
            : InGrubEnvironment(text, content => Change(content, renamed, renamed));

    /// <summary>Changes what grubenv holds, and fills it up again.</summary>
    internal static string InGrubEnvironment(string text, Func<string, string> change)
    {
        var changed = change(text.TrimEnd('#'));
        return changed.Length <= GrubEnvironmentLength && text.Length == GrubEnvironmentLength
            ? changed.PadRight(GrubEnvironmentLength, '#')
            : text;
    }

    /// <summary>Every value of <paramref name="argument"/> in the text.</summary>
    public static IReadOnlyList<string> Values(string text, string argument) =>
        [.. Word().Matches(text).Where(word => word.Groups["name"].Value == argument).Select(word => word.Groups["value"].Value)];

    /// <summary>Changes each line that is not a comment.</summary>
    internal static string ByLine(string text, Func<string, string> change) => string.Join(
        '\n', text.Split('\n').Select(line => line.AsSpan().TrimStart().StartsWith('#') ? line : change(line)));

    /// <summary>
    /// What is rewritten: cryptdevice=/dev/sda3:name has more behind the device, cryptopts=target=name,source=/dev/sda3 before it; boot= tells
    /// kernels in FIPS mode where to look for themselves. Links by path hold colons of their own.
    /// </summary>
    [GeneratedRegex("(?<=^|[\\s\"'=,])(?<argument>(root|real_root|mount\\.usr|boot|resume|real_resume|cryptdevice|cryptroot|crypt_root|source|(?<option>device|logdev|rtdev))=)(?<device>/dev/disk/by-path/[^\\s\"',]+?(?=:[a-z_]|[\\s\"',]|$)|/dev/[^\\s\"':,]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Device();

    [GeneratedRegex("(?<=^|[\\s\"'=])(?<name>[A-Za-z0-9_.]+)=(?<value>[^\\s\"']*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Word();
}
