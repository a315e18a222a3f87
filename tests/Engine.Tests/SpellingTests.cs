namespace V2K.Engine.Tests;

public sealed class SpellingTests
{
    private static readonly string[] Known = ["format", "force", "engine", "vm", "all"];

    [Theory]
    [InlineData("formt", "format")]
    [InlineData("Format", "format")]
    [InlineData("forces", "force")]
    [InlineData("vmm", "vm")]
    [InlineData("vms", "vm")]
    [InlineData("egnine", "engine")]
    [InlineData("site-rules", null)]
    [InlineData("", null)]
    public void The_nearest_known_word_is_the_guess_unless_it_is_far_away(string word, string? guess) =>
        Assert.Equal(guess, Spelling.Nearest(word, Known));

    [Fact]
    public void Where_nothing_is_near_the_remedy_lists_what_there_is() =>
        Assert.Equal("Known here: all, engine, force, format, vm", Spelling.Remedy("site-rules", Known));

    [Fact]
    public void The_remedy_names_the_nearest_word() => Assert.Equal("Did you mean 'format'?", Spelling.Remedy("fromat", Known));
}
