namespace V2K.Engine.Datastores;

/// <summary>A VMware datastore as this host sees it, and where its VMs go.</summary>
/// <param name="Name">Its name in VMware, as in <c>[datastore1] web01/web01.vmdk</c>.</param>
/// <param name="Vmfs">The paths that .vmx files have for it, such as <c>/vmfs/volumes/datastore1</c>.</param>
/// <param name="Source">The full path where this host reads it. V2K never writes there.</param>
/// <param name="Target">The full path where results go.</param>
public sealed record Datastore(string Name, IReadOnlyList<string> Vmfs, string Source, string Target)
{
    /// <summary>Whether <c>--datastore</c> gave it, and no file: remedies name the place where it can be corrected.</summary>
    public bool IsOfCommandLine { get; init; }
}
