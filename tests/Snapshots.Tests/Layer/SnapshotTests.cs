namespace V2K.Snapshots.Tests.Layer;

/// <summary>What a difference looks like, and who may accept it: the layer's own ways.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task A_difference_is_shown_by_its_first_line_and_kept_beside_the_test()
    {
        var folder = Directory.CreateTempSubdirectory("snapshots").FullName;
        File.WriteAllText(Path.Combine(folder, "text.verified.txt"), "one\ntwo\nthree\n");

        var exception = await Assert.ThrowsAsync<VerifyException>(
            () => Verifier.Verify("one\n2\nthree\n").UseDirectory(folder).UseFileName("text"));

        Assert.Contains("Line 2:\n  verified: 'two'\n  received: '2'", exception.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\nthree\n", File.ReadAllText(Path.Combine(folder, "text.received.txt")));
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Path.Combine(folder, "text.verified.txt")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_text_that_stops_early_differs()
    {
        var folder = Directory.CreateTempSubdirectory("snapshots").FullName;
        File.WriteAllText(Path.Combine(folder, "text.verified.txt"), "one\ntwo");

        var exception = await Assert.ThrowsAsync<VerifyException>(
            () => Verifier.Verify("one").UseDirectory(folder).UseFileName("text"));

        Assert.Contains("received: (the text has ended)", exception.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_is_verified_by_itself()
    {
        var folder = Directory.CreateTempSubdirectory("snapshots").FullName;

        var exception = await Assert.ThrowsAsync<VerifyException>(
            () => Verifier.Verify("new").UseDirectory(folder).UseFileName("text"));

        Assert.Contains("does not exist", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "text.verified.txt")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Equal_texts_take_an_old_received_file_away()
    {
        var folder = Directory.CreateTempSubdirectory("snapshots").FullName;
        File.WriteAllText(Path.Combine(folder, "text.verified.txt"), "same");
        File.WriteAllText(Path.Combine(folder, "text.received.txt"), "old");

        await Verifier.Verify("same").UseDirectory(folder).UseFileName("text");

        Assert.False(File.Exists(Path.Combine(folder, "text.received.txt")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_person_may_accept_a_snapshot_and_a_build_service_may_not()
    {
        Assert.True(Snapshot.Accepts("accept", ci: null));
        Assert.False(Snapshot.Accepts(wish: null, ci: null));
        Assert.False(Snapshot.Accepts(wish: null, "true"));
        Assert.Throws<VerifyException>(() => Snapshot.Accepts("accept", "true"));
    }
}
