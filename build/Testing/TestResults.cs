using System.Xml.Linq;

namespace V2K.Build.Testing;

/// <summary>A test that failed.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Message">What it said, in as many lines as it took.</param>
/// <param name="Place">The first line of its stack trace; empty where there is none.</param>
public sealed record FailedTest(string Name, string Message, string Place);

/// <summary>How tests came out.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Skipped">Why each skipped test was skipped.</param>
public sealed record TestResults(int Passed, IReadOnlyList<FailedTest> Failed, IReadOnlyList<string> Skipped)
{
    /// <summary>Nothing yet.</summary>
    public static TestResults None { get; } = new(0, [], []);

    /// <summary>A project whose tests did not run to the end: one failure more, so that no summary reads as if all had passed.</summary>
    public static TestResults Broken(string project, string reason) => new(0, [new FailedTest(project, reason, "")], []);

    /// <summary>How many there are in all.</summary>
    public int Count => Passed + Failed.Count + Skipped.Count;

    /// <summary>The line that a run closes with.</summary>
    public string Summary => $"{Passed} passed, {Failed.Count} failed, {Skipped.Count} skipped";

    /// <summary>Both together.</summary>
    public static TestResults operator +(TestResults left, TestResults right) =>
        new(left.Passed + right.Passed, [.. left.Failed, .. right.Failed], [.. left.Skipped, .. right.Skipped]);

    /// <summary>Both together.</summary>
    public static TestResults Add(TestResults left, TestResults right) => left + right;

    /// <summary>Reads a results file of <c>dotnet test --logger trx</c>.</summary>
    public static TestResults ReadTrx(TextReader trx)
    {
        var results = XDocument.Load(trx).Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult")
            .ToLookup(result => (string?)result.Attribute("outcome") ?? "", StringComparer.Ordinal);
        return new TestResults(
            results["Passed"].Count(),
            [.. results.Where(group => group.Key is not ("Passed" or "NotExecuted")).SelectMany(group => group).Select(Failure)],
            [.. results["NotExecuted"].Select(result => Text(result, "Message", "StdOut") is { Length: > 0 } reason ? reason : "no reason given")]);
    }

    private static FailedTest Failure(XElement result) => new(
        (string?)result.Attribute("testName") ?? "a test without a name",
        Text(result, "Message"),
        Text(result, "StackTrace").Split('\n')[0].Trim());

    /// <summary>The text of the first of some descendants that is there.</summary>
    private static string Text(XElement result, params string[] names) =>
        names.Select(name => result.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim())
            .FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? "";
}
