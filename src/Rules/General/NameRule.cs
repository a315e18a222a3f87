using System.Text;
using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.General;

/// <summary>
/// The domain's name: the display name, without what libvirt or a host's file system does not take. Without a display
/// name, the name of the VM's own files.
/// </summary>
/// <example>
/// displayName = "web01"
/// →
/// &lt;name&gt;web01&lt;/name&gt;
/// </example>
/// <example>
/// displayName = "shop/web 01"
/// →
/// &lt;name&gt;shop-web 01&lt;/name&gt;
/// </example>
[Rule(nameof(Domain.Name), Topic.General)]
public static class NameRule
{
    // libvirt names files after the domain, and file names end at 255 bytes: this leaves room for "-serial0.log" and
    // for the longest prefix and suffix of its own.
    private const int MaximumBytes = 200;

    public static Mapped<string> Map(
        [Vmx("displayName")] string? displayName,
        [Vmx("extendedConfigFile")] string? extendedConfigFile,
        [Vmx("nvram")] string? nvram)
    {
        var name = displayName ?? Stem(extendedConfigFile) ?? Stem(nvram) ?? "";
        var clean = Clean(name);
        if (displayName is null)
        {
            return Mapped.To(clean, Finding.Warning(
                "the VM has no display name",
                $"the domain is called \"{clean}\"",
                "Set displayName in the .vmx").At(nameof(displayName)));
        }

        return clean == name ? clean : Mapped.To(clean, Finding.Warning(
            $"the display name \"{Printable.OneLine(name)}\" is not a valid domain name",
            $"the domain is called \"{clean}\", and the display name is its title",
            "Rename the domain or the VM if you want another name").At(nameof(displayName)));
    }

    /// <summary>The name with everything replaced that libvirt refuses or a shell or terminal would stumble over.</summary>
    internal static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaximumBytes)
            {
                break;
            }

            var isPlain = rune.Value is not ('/' or '\\') && Printable.OneLine(rune.ToString()) == rune.ToString();
            clean.Append(isPlain ? rune : new Rune('-'));
        }

        // A leading dash would look like an option to virsh, a leading dot hides files, and "." and ".." are folders.
        var text = clean.ToString().Trim().TrimStart('-', '.').TrimStart();
        return text.Length == 0 ? "unnamed" : text;
    }

    private static string? Stem(string? fileName) =>
        Path.GetFileNameWithoutExtension(fileName) is { Length: > 0 } stem ? stem : null;
}
