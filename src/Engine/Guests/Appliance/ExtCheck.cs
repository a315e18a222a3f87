namespace V2K.Engine.Guests.Appliance;

/// <summary>What a check of an ext file system came to.</summary>
public enum ExtCheck
{
    /// <summary>It is in order, or is now.</summary>
    Sound,

    /// <summary>It has features that this host's e2fsck does not know.</summary>
    NotKnown,

    /// <summary>The appliance's kernel uses the device already, as a part of an array or a volume.</summary>
    InUse,
}
