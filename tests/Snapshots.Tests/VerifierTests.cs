namespace V2K.Snapshots.Tests;

/// <summary>What holds for the layer and for the package alike, in official names alone.</summary>
public sealed class VerifierTests
{
    [Fact]
    public Task A_text_is_held_against_the_file_named_after_class_and_method() => Verifier.Verify("first line\nsecond line\n");

    [Fact]
    public async Task Line_ends_do_not_matter() =>
        await Verifier.Verify("<a>\r\n</a>\r\n", "xml").UseFileName("line-ends");

    [Theory]
    [InlineData("a/b", 1)]
    [InlineData("c", 2)]
    public async Task Each_case_of_a_theory_has_its_file(string name, int number) =>
        await Verifier.Verify($"{name} {number}").UseParameters(name, number).UseDirectory("Cases");

    [Fact]
    public Task An_empty_text_is_a_word_in_its_file() => Verifier.Verify("");

    [Fact]
    public async Task A_difference_fails_the_test_and_leaves_the_verified_file_alone()
    {
        var folder = Directory.CreateTempSubdirectory("snapshots").FullName;
        var verified = Path.Combine(folder, "changed.verified.txt");
        File.WriteAllText(verified, "one\ntwo\n");

        // A person's machine may have a tool for differences; a test opens no window.
        Environment.SetEnvironmentVariable("DiffEngine_Disabled", "true");
        await Assert.ThrowsAnyAsync<Exception>(() => Verifier.Verify("one\n2\n").UseDirectory(folder).UseFileName("changed"));

        Assert.Equal("one\ntwo\n", File.ReadAllText(verified));
        Directory.Delete(folder, recursive: true);
    }
}
