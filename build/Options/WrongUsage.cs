using V2K.Rules;

namespace V2K.Build.Options;

/// <summary>Marks failures as <see cref="FailureKind.Usage"/> where everything that can be wrong is what the user typed or configured.</summary>
public static class WrongUsage
{
    /// <summary>Runs <paramref name="read"/>.</summary>
    /// <returns>Its result.</returns>
    /// <exception cref="V2KException">It failed; the exception is marked.</exception>
    public static T In<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (V2KException wrong)
        {
            wrong.Kind = FailureKind.Usage;
            throw;
        }
    }
}
