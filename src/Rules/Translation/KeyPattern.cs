namespace V2K.Rules.Translation;

/// <summary>A key pattern of the generated translator, and where its entries are kept.</summary>
/// <param name="Text">The pattern as its first author spells it.</param>
/// <param name="Slot">The slot of the numbers 0 and 0; -1 where no rule asks for the key.</param>
/// <param name="Stride">How many slots the first number is worth.</param>
/// <param name="Group">The bit of the instance 0, 0 in the group the key belongs to; -1 for none.</param>
/// <param name="GroupStride">How many bits the first number is worth.</param>
/// <param name="Slots">How many slots it has.</param>
/// <param name="Ignored">The catalogue's first entry that ignores it; -1 for none.</param>
/// <param name="Ignores">How many entries, of different sites, ignore it.</param>
/// <param name="Concern">The catalogue's first concern about it; -1 for none.</param>
/// <param name="Concerns">How many concerns there are about it.</param>
internal readonly record struct KeyPattern(
    string Text,
    int Slot,
    int Slots,
    int Stride,
    int Group,
    int GroupStride,
    int Ignored,
    int Ignores,
    int Concern,
    int Concerns)
{
    /// <summary>The key that a slot of this pattern stands for: <c>scsi#:#.fileName</c> becomes <c>scsi0:3.fileName</c>.</summary>
    public string Spell(int slot)
    {
        int instance = slot - Slot;
        return Spell(Text, instance / Stride, instance % Stride);
    }

    /// <summary>Puts numbers into a pattern.</summary>
    public static string Spell(string pattern, int first, int second)
    {
        int at = pattern.IndexOf('#', StringComparison.Ordinal);
        if (at < 0)
        {
            return pattern;
        }

        // With a single number, the stride is 1 and the first number is the instance.
        string spelled = $"{pattern[..at]}{first}{pattern[(at + 1)..]}";
        int next = spelled.IndexOf('#', StringComparison.Ordinal);
        return next < 0 ? spelled : $"{spelled[..next]}{second}{spelled[(next + 1)..]}";
    }
}
