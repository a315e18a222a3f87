using V2K.Engine.Datastores;

namespace V2K.Engine.State;

/// <summary>The folder <c>.v2k</c> beside the results: what V2K remembers, out of their way.</summary>
public static class StateFolder
{
    /// <summary>Its name in a datastore's target.</summary>
    public const string Name = ".v2k";

    /// <summary>Where notes about one result are kept.</summary>
    /// <param name="result">The full path of the result.</param>
    /// <param name="suffix">What kind of note: <see cref="ChecksumSuffix"/>.</param>
    /// <param name="vm">Whose result it is: its datastore keeps the notes of what lies in none.</param>
    /// <param name="datastores">The configured datastores.</param>
    /// <returns><c>out/ds1/.v2k/web01/web01.qcow2.checksums</c> for <c>out/ds1/web01/web01.qcow2</c>.</returns>
    public static string NoteOf(string result, string suffix, VirtualMachine vm, IReadOnlyList<Datastore> datastores)
    {
        var target = datastores.Select(datastore => datastore.Target)
            .Where(target => DatastorePaths.IsInside(result, target))
            .MaxBy(target => target.Length);
        return target is not null
            ? Path.Combine(target, Name, Path.GetRelativePath(target, result)) + suffix
            : Path.Combine(vm.Datastore.Target, Name, "elsewhere", result.TrimStart('/')) + suffix;
    }

    /// <summary>Ends the name of a disk's checksums.</summary>
    public const string ChecksumSuffix = ".checksums";
}
