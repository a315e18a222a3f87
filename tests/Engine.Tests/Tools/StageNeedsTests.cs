using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Tools;

/// <summary>What <c>--target=Test</c> installs before it runs the tests.</summary>
public sealed partial class StageNeedsTests
{
    /// <summary>Part of util-linux or of the SDK: on every host that gets as far as running a test.</summary>
    private static readonly string[] AlwaysThere = [nameof(KnownTools.Mount), nameof(KnownTools.Unmount), nameof(KnownTools.Dotnet)];

    [Fact]
    public void Test_installs_every_program_that_a_test_looks_for()
    {
        var used = Directory.EnumerateFiles(TestsFolder(), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(TestsFolder(), file).Split('/')[0].EndsWith(".Tests", StringComparison.Ordinal))
            .SelectMany(file => ToolName().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .Except(AlwaysThere, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.Contains(nameof(KnownTools.QemuImg), used);
        Assert.All(used, name => Assert.Contains((Tool)typeof(KnownTools).GetField(name)!.GetValue(null)!, StageNeeds.Test.Tools));
    }

    private static string TestsFolder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"\bKnownTools\.(?<name>[A-Z]\w*)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToolName();
}
