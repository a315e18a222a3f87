using V2K.Rules.Model;

namespace V2K.Engine.Guests;

/// <summary>Looks at a guest's kernels for the hardware that they have drivers for.</summary>
internal static class GuestLook
{
    /// <summary>What the guest on <paramref name="files"/> boots on; null where that cannot be told.</summary>
    internal static GuestFound? Find(IGuestFiles files, StepLog log) => null;
}
