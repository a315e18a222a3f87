using V2K.Rules;

namespace V2K.Engine.Datastores;

/// <summary>
/// Turns file names as VMware spells them into files of this host, and keeps them inside the datastores:
/// everything read from a .vmx or a VMDK descriptor goes through here before it is opened.
/// </summary>
public interface IDatastorePaths
{
    /// <summary>
    /// Resolves <paramref name="reference"/> (<c>web01.vmdk</c>, <c>../base/base.vmdk</c>,
    /// <c>/vmfs/volumes/datastore1/web01/web01.vmdk</c>, <c>[datastore1] web01/web01.vmdk</c>, <c>..\base\base.vmdk</c>)
    /// as found in the file <paramref name="referrer"/>.
    /// </summary>
    /// <returns>The full path on this host. It lies in a datastore, symbolic links followed; it may not exist.</returns>
    /// <exception cref="V2KException">
    /// The name leaves the datastores, names an unknown datastore, or is something other than a regular file.
    /// </exception>
    string Resolve(string reference, string referrer);

    /// <summary>Whether a file lies in a datastore.</summary>
    /// <param name="real">Its full path, symbolic links followed.</param>
    bool Contains(string real);
}
