using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Libvirt;
using V2K.Engine.TestBoots;

namespace V2K.Engine.Stages;

/// <summary>What the stages of a migration work with.</summary>
/// <param name="Engine">What copies disks.</param>
/// <param name="Adjust">What guests are adjusted with.</param>
public sealed record MigrationMeans(IConversionEngine Engine, AdjustHost Adjust)
{
    /// <summary>Whether each converted disk is compared with its source before the guest on it is adjusted.</summary>
    public bool Verify { get; init; }

    /// <summary>Where domains are defined; asked for when the first VM gets there. Null: none gets there.</summary>
    public Lazy<LibvirtHost>? Libvirt { get; init; }

    /// <summary>What boots copies of them; like <see cref="Libvirt"/>.</summary>
    public Lazy<TestBooter>? Booter { get; init; }
}
