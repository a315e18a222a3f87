using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Build.Testing;

/// <summary>
/// Builds and runs the test projects where <c>dotnet run</c> built the host, so that nothing is compiled twice. The host's own assemblies are up to date then
/// and stay as they are; a source that was edited meanwhile makes new files, and those that run are kept by the kernel.
/// </summary>
/// <param name="root">The clone.</param>
public sealed class TestRun(string root)
{
    /// <summary>
    /// How long one test may take before its process is ended. The end-to-end test of a guest takes five minutes under emulation on a machine that does nothing
    /// else, and several times that on a busy one.
    /// </summary>
    private const string HangTimeout = "40m";

    /// <summary>The projects whose tests take minutes. The last one starts first: it occupies one processor for its whole time.</summary>
    private static readonly List<string> Longest = ["V2K.Pipeline.Tests", "V2K.Engine.Tests", "V2K.Guests.Tests"];

    private readonly ToolRunner _runner = new(static _ => { })
    {
        Environment = DotnetSdk.NothingStays,
    };

    private readonly string _artifacts = Path.Combine(root, "artifacts");

    /// <summary>
    /// How many projects run at once. The tests of the guests occupy one processor for minutes, so another project uses the other one meanwhile.
    /// </summary>
    public const int ProjectsAtOnce = 2;

    /// <summary>Every test project: the longest ones first, then the others in the order of their names.</summary>
    public IReadOnlyList<string> Projects { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .OrderByDescending(project => Longest.IndexOf(Path.GetFileNameWithoutExtension(project)))
            .ThenBy(project => project, StringComparer.Ordinal),
    ];

    /// <summary>Builds everything.</summary>
    /// <exception cref="V2KException">It does not build; the compiler's errors are in the message.</exception>
    public async Task BuildAsync(CancellationToken cancellation)
    {
        var errors = new List<string>();
        try
        {
            await _runner.RunAsync(
                KnownTools.Dotnet,
                ["build", Path.Combine(root, "V2K.sln"), $"-p:ArtifactsPath={_artifacts}", "-nologo", .. DotnetSdk.Properties],
                "Fix the errors",
                line => errors.AddRange(line.Contains(": error ", StringComparison.Ordinal) ? [line.Trim()] : []),
                cancellation: cancellation);
        }
        catch (V2KException failed) when (errors.Count > 0)
        {
            throw new V2KException(
                $"the tests do not build: {string.Join(" / ", errors.Distinct(StringComparer.Ordinal).Take(5))}", "Fix that", cause: failed);
        }
    }

    /// <summary>Runs the tests of one project.</summary>
    /// <param name="project">One of <see cref="Projects"/>.</param>
    /// <param name="filter">Which tests, as <c>dotnet test --filter</c> has it; null for all.</param>
    /// <param name="cancellation">Stops them.</param>
    /// <exception cref="V2KException">They did not run to the end, or there are none.</exception>
    public async Task<TestResults> TestAsync(string project, string? filter, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var folder = Path.Combine(_artifacts, "tests", "results");
        var trx = Path.Combine(folder, name + ".trx");
        Directory.CreateDirectory(folder);
        File.Delete(trx);
        V2KException? failure = null;
        try
        {
            await _runner.RunAsync(
                KnownTools.Dotnet,
                [
                    "test", project, "--no-build", $"-p:ArtifactsPath={_artifacts}", .. DotnetSdk.Properties,
                    "--logger", $"trx;LogFileName={name}.trx", "--results-directory", folder,
                    "--blame-hang-timeout", HangTimeout, "--blame-hang-dump-type", "none",
                    .. filter is null ? Array.Empty<string>() : ["--filter", filter],
                ],
                "See what it says above, or run dotnet test on it",
                cancellation: cancellation);
        }
        catch (V2KException exception)
        {
            failure = exception;
        }

        var results = File.Exists(trx) ? Read(trx) : TestResults.None;
        return (failure, results) switch
        {
            ({ }, { Failed: [] }) => throw failure,
            (null, { Count: 0 }) when filter is null => throw new V2KException(
                $"{name} has no tests", "Add some, or take the project out of tests/"),
            _ => results,
        };
    }

    private static TestResults Read(string trx)
    {
        using var reader = File.OpenText(trx);
        return TestResults.ReadTrx(reader);
    }
}
