using V2K.Rules;

namespace V2K.Engine.Readiness;

/// <summary>One thing that was looked for on this host.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Found">Where it is, or what was found of it; null where something is wrong.</param>
/// <param name="Problem">What is wrong, without a full stop; null where nothing is.</param>
/// <param name="Remedy">What to do about that, as a sentence without a full stop; null where nothing is wrong.</param>
public sealed record HostCheck(string Name, string? Found, string? Problem, string? Remedy)
{
    /// <summary>It is there.</summary>
    internal static HostCheck Good(string name, string found) => new(name, found, Problem: null, Remedy: null);

    /// <summary>It is missing or unusable.</summary>
    internal static HostCheck Bad(string name, string problem, string remedy) => new(name, Found: null, problem, remedy);

    /// <summary>What <paramref name="look"/> finds; <paramref name="explain"/> says of its error what is wrong and what to do.</summary>
    internal static HostCheck Try(string name, Func<string> look, Func<string, (string Problem, string Remedy)> explain)
    {
        try
        {
            return Good(name, look());
        }
        catch (V2KException known)
        {
            return Bad(name, known.What, known.Remedy);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            var (problem, remedy) = explain(cause.Message.TrimEnd('.'));
            return Bad(name, problem, remedy);
        }
    }
}
