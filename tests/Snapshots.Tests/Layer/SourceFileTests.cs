namespace V2K.Snapshots.Tests.Layer;

public sealed class SourceFileTests
{
    [Fact]
    public void A_path_that_a_continuous_integration_build_mapped_is_found_again()
    {
        var root = Directory.CreateTempSubdirectory("snapshots").FullName;
        var source = Path.Combine(root, "tests", "Some.Tests", "SomeTests.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(source)!);
        File.WriteAllText(source, "");
        var binaries = Path.Combine(root, "artifacts", "bin", "Some.Tests", "debug") + Path.DirectorySeparatorChar;

        Assert.Equal(source, SourceFile.Locate("/_/tests/Some.Tests/SomeTests.cs", binaries));
        Assert.Throws<VerifyException>(() => SourceFile.Locate("/_/tests/Other.cs", binaries));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void Any_other_path_stays() => Assert.Equal("/src/Tests.cs", SourceFile.Locate("/src/Tests.cs", "/"));
}
