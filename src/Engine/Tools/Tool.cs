using V2K.Rules;

namespace V2K.Engine.Tools;

/// <summary>An external program as V2K knows it: its name on PATH and the packages that bring it.</summary>
/// <param name="Name">The executable's name, such as <c>qemu-img</c>.</param>
/// <param name="Needed">What V2K uses it for, as the end of the sentence "needed to …".</param>
/// <param name="Debian">The package in Debian and Ubuntu; several with a space between them.</param>
/// <param name="Fedora">The package in Fedora, RHEL and their kin; empty where there is none.</param>
/// <param name="Suse">The package in openSUSE and SLES; empty where there is none.</param>
public sealed record Tool(string Name, string Needed, string Debian, string Fedora, string Suse)
{
    /// <summary>What makes it print its version and do nothing else.</summary>
    public string VersionArgument { get; init; } = "--version";

    /// <summary>Its exit status then, besides 0.</summary>
    public int VersionStatus { get; init; }

    /// <summary>The full path of the executable, or null where PATH does not have it.</summary>
    public string? Find()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            // An empty PATH entry means the current directory, which may be a datastore: never run from there.
            if (!Path.IsPathRooted(folder))
            {
                continue;
            }

            var candidate = Path.Combine(folder, Name);
            if (File.Exists(candidate) && IsExecutable(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The full path of the executable.</summary>
    /// <exception cref="V2KException">PATH does not have it.</exception>
    public string Require() => Find() ?? throw new V2KException(
        $"{Name} is not installed, and is needed to {Needed}",
        "Run --target=Setup, or --target=Doctor to see everything that is missing");

    /// <summary>Whether anybody may run the file <paramref name="path"/>.</summary>
    internal static bool IsExecutable(string path) => (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;

    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
