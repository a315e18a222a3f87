namespace V2K.Guests.Model;

/// <summary>A file of a guest.</summary>
/// <param name="Path">Its full path in the guest.</param>
/// <param name="Text">What it holds.</param>
public sealed record GuestFile(string Path, string Text)
{
    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Only root may read it.</summary>
    public bool IsPrivate
    {
        init => Mode = value ? UnixFileMode.UserRead | UnixFileMode.UserWrite : Mode;
    }

    /// <summary>What it points to, where it is a symbolic link.</summary>
    public string? LinkTarget { get; private init; }

    /// <summary>Taken away again once the packages are configured: what only the build machine makes necessary.</summary>
    public bool OnlyWhileBuilding { get; init; }

    /// <summary>A symbolic link.</summary>
    public static GuestFile Link(string path, string target) => new(path, "") { LinkTarget = target };
}
