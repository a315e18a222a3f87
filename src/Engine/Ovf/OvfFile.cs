using V2K.Engine.Disks;
using V2K.Rules;
using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>Reads the description of an exported VM (.ovf), in an OVA or beside its disks, as settings of a .vmx, so that every rule applies.</summary>
public static class OvfFile
{
    private const string Ending = ".ovf";

    /// <summary>Whether <paramref name="path"/> is called like a description.</summary>
    public static bool Matches(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads and translates it. Lines are those of the .ovf.</summary>
    /// <returns>The settings, and the bytes they came from.</returns>
    /// <exception cref="V2KException">It cannot be read, is no OVF, or describes what is not one VM with VMDKs.</exception>
    internal static (VmxDocument Document, byte[] Bytes) Read(string path)
    {
        using var file = DiskFile.Open(path);
        VmxDocument.RefuseLength(file.Size, path);
        var bytes = new byte[file.Size];
        file.Read(bytes, 0);
        return (VmxDocument.Of(OvfTranslation.Settings(OvfEnvelope.Parse(bytes, path)), path), bytes);
    }

    /// <summary>Whether <paramref name="path"/> is called like an archive with a description and its disks.</summary>
    internal static bool IsArchive(string path) => OvaPath.IsArchive(path);

    /// <summary>Whether <paramref name="path"/> lies in an archive.</summary>
    internal static bool IsInArchive(string path) => OvaPath.Split(path) is not null;

    /// <summary>The description in the OVA <paramref name="archive"/>, as a path.</summary>
    /// <returns>Of an archive that cannot be read, what it should be called: whoever reads it will say what is wrong.</returns>
    internal static string In(string archive)
    {
        var name = Path.GetFileNameWithoutExtension(archive) + Ending;
        try
        {
            using var file = DiskFile.Open(archive);
            name = TarArchive.Members(file).FirstOrDefault(member => Matches(member.Name))?.Name ?? name;
        }
        catch (V2KException)
        {
            // Listed all the same: it fails when it is chosen.
        }

        return Path.Combine(archive, name);
    }
}
