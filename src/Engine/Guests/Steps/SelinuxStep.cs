using V2K.Rules;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// What the steps wrote gets the labels that the guest's SELinux policy has for it: by the guest's own setfiles(8), for these files
/// alone; where that fails, the first boot relabels everything.
/// </summary>
public sealed class SelinuxStep : IGuestStep
{
    private const string Config = "/etc/selinux/config";
    private const string Mark = "/.autorelabel";

    /// <inheritdoc/>
    public string Name => "selinux";

    /// <inheritdoc/>
    public string Description => "new files get their SELinux labels; if the guest's setfiles cannot set them, the first boot relabels all files";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        var config = guest.Files.IsFile(Config) ? guest.Files.ReadText(Config) : "";
        if (Value(config, "SELINUX") is not ("enforcing" or "permissive"))
        {
            guest.Log.Note("the guest does not use SELinux");
            return;
        }

        var paths = guest.NewPaths.Where(path => guest.Files.IsFile(path) || guest.Files.IsFolder(path) || guest.Files.LinkTarget(path) is not null).ToList();
        var contexts = $"/etc/selinux/{Value(config, "SELINUXTYPE") ?? "targeted"}/contexts/files/file_contexts";
        if (paths.Count == 0)
        {
            guest.Log.Note("there are no new files");
        }
        else if (!guest.Files.IsFile(contexts) || !TryLabel(guest, contexts, paths))
        {
            guest.Put(Mark, "");
            guest.Log.Changed("the first boot relabels all files, and restarts once");
        }
    }

    private static bool TryLabel(GuestWork guest, string contexts, List<string> paths)
    {
        try
        {
            guest.Files.Run(["setfiles", "-F", contexts, .. paths]);
            guest.Log.Changed($"labels of {string.Join(", ", paths)}");
            return true;
        }
        catch (V2KException cannot) when (guest.Files.IsFolder("/"))
        {
            guest.Log.Note(cannot.What);
            return false;
        }
    }

    private static string? Value(string text, string key) => text.Split('\n')
        .Where(line => line.StartsWith(key + "=", StringComparison.Ordinal))
        .Select(line => line[(key.Length + 1)..].Trim())
        .LastOrDefault();
}
