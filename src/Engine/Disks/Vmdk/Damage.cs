using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>What is said of a file that breaks the rules of its own format.</summary>
internal static class Damage
{
    /// <summary>Says that <paramref name="file"/> is damaged.</summary>
    /// <param name="file">The file, as messages name it.</param>
    /// <param name="what">What was found, and what would have been possible.</param>
    internal static V2KException In(string file, string what) => new(what, "The file is damaged: copy it again from the datastore", file);

    /// <summary>Says that <paramref name="file"/> is damaged, or too short for what its numbers say.</summary>
    internal static V2KException Outside(string file, string what) =>
        new(what, "The file is truncated or damaged: copy it again from the datastore", file);

    /// <summary>Refuses <paramref name="file"/> unless <paramref name="condition"/> holds.</summary>
    internal static void Require(bool condition, string what, string file)
    {
        if (!condition)
        {
            throw In(file, what);
        }
    }
}
