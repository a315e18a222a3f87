namespace V2K.Engine.State;

/// <summary>Where V2K keeps what it would otherwise find out again: <c>~/.cache/v2k</c>, or as XDG_CACHE_HOME says (XDG Base Directory Specification).</summary>
public static class UserCache
{
    /// <summary>The path of <paramref name="name"/> there; nothing is made. Relative for a user without a home.</summary>
    public static string Path(string name) => System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && System.IO.Path.IsPathRooted(cache)
            ? cache
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "v2k",
        name);
}
