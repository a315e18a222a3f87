using System.Reflection;
using V2K.Build;

namespace V2K.Pipeline.Tests;

/// <summary>What a build that V2K starts is given.</summary>
public sealed class DotnetSdkTests
{
    [Fact]
    public void Properties_that_the_program_was_built_with_reach_the_builds_it_starts() => Assert.Equal(
        ["-p:OfficialPackages=true", "-p:V2KSites=/etc/v2k/sites|/srv/a%3Bb"],
        DotnetSdk.PropertiesOf([Recorded("OfficialPackages", "true"), Recorded("V2KSites", "/etc/v2k/sites|/srv/a;b"), Recorded("Other", "1")]));

    [Fact]
    public void An_option_that_was_not_given_is_not_passed_on() =>
        Assert.Empty(DotnetSdk.PropertiesOf([Recorded("OfficialPackages", "false"), Recorded("V2KSites", "")]));

    [Fact]
    public void The_host_s_project_records_each_of_them() => Assert.Equal(
        ["OfficialPackages", "V2KSites"],
        typeof(DotnetSdk).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Select(property => property.Key)
            .Where(key => key is "OfficialPackages" or "V2KSites").Order(StringComparer.Ordinal));

    private static AssemblyMetadataAttribute Recorded(string key, string value) => new(key, value);
}
