using V2K.Engine.Guests.Steps;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>Texts of an initramfs that name devices as the guest's own do, of which they are copies.</summary>
internal static class EarlyTexts
{
    /// <summary>Those that change, as they should be.</summary>
    internal static IEnumerable<(string Path, string Text)> Changed(InitramfsImage image, DeviceNames names)
    {
        foreach (var path in image.Entries.Values.Where(entry => entry.IsFile && entry.Content.Length > 0).Select(entry => entry.Name).Order(StringComparer.Ordinal))
        {
            var text = image.Text(path)!;
            var changed = Change(path, text, names);
            if (changed != text)
            {
                yield return (path, changed);
            }
        }
    }

    private static string Change(string path, string text, DeviceNames names) => path switch
    {
        "etc/fstab" => Fstab.Change(text, names),
        "etc/crypttab" or "cryptroot/crypttab" => Crypttab.Change(text, names),
        _ when path.StartsWith("etc/lvm/", StringComparison.Ordinal) && (path.EndsWith(".conf", StringComparison.Ordinal) || path.EndsWith(".profile", StringComparison.Ordinal)) =>
            LvmFilters.Change(text, names),
        "etc/multipath.conf" => MultipathConf.Change(text, names),
        _ when path.StartsWith("etc/multipath/conf.d/", StringComparison.Ordinal) && path.EndsWith(".conf", StringComparison.Ordinal) => MultipathConf.Change(text, names),
        "etc/mdadm.conf" or "etc/mdadm/mdadm.conf" => MdadmConf.Change(text),

        // Before Debian 10, cryptsetup's table was written as kernel arguments are.
        "conf/conf.d/cryptroot" or "etc/cmdline" or "conf/param.conf" => KernelArguments.Change(text, names),
        "conf/initramfs.conf" => DeviceNamesStep.Resume(text, names),
        _ when path.StartsWith("conf/conf.d/", StringComparison.Ordinal) => DeviceNamesStep.Resume(text, names),
        _ when path.StartsWith("etc/cmdline.d/", StringComparison.Ordinal) => KernelArguments.Change(text, names),
        _ => text,
    };
}
