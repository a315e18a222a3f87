namespace V2K.Engine.Disks.Vmdk;

/// <summary>How an extent stores its bytes: the third word of its line in the descriptor.</summary>
internal enum ExtentType
{
    /// <summary>As the guest sees them, in a file of a hosted product.</summary>
    Flat,

    /// <summary>As the guest sees them, on a VMFS datastore: thick and thin alike.</summary>
    Vmfs,

    /// <summary>A hosted sparse extent: see <see cref="SparseExtentHeader"/>.</summary>
    Sparse,

    /// <summary>ESX's copy-on-write extent: see <see cref="CowDiskHeader"/>.</summary>
    VmfsSparse,

    /// <summary>ESXi's space-efficient sparse extent: see <see cref="SeSparseConstantHeader"/>.</summary>
    SeSparse,

    /// <summary>Not stored: all zeroes.</summary>
    Zero,
}
