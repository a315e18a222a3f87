namespace V2K.Engine.Guests.Text;

/// <summary>
/// The answers that Debian's packages remember (debconf(7)), in paragraphs of <c>Name:</c>, <c>Value:</c> and so on.
/// </summary>
public static class DebconfAnswers
{
    /// <summary>Where they are.</summary>
    public const string Path = "/var/cache/debconf/config.dat";

    /// <summary>
    /// The new names of the disks that grub-pc is written to. With the old ones, its next upgrade would stop and ask, or leave the boot
    /// sector as it is.
    /// </summary>
    public static string Change(string text, DeviceNames names)
    {
        var lines = text.Split('\n');
        var isGrub = false;
        for (var i = 0; i < lines.Length; i++)
        {
            const string Value = "Value: ";
            isGrub = lines[i].Length > 0 && (isGrub || lines[i] == "Name: grub-pc/install_devices");
            if (isGrub && lines[i].StartsWith(Value, StringComparison.Ordinal))
            {
                lines[i] = Value + string.Join(", ", lines[i][Value.Length..].Split(", ").Select(device => names.Renamed(device) ?? device));
            }
        }

        return string.Join('\n', lines);
    }
}
