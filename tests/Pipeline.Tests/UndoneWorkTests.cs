using System.Text;
using CliWrap;
using V2K.Build;

namespace V2K.Pipeline.Tests;

/// <summary><c>.ci/undone</c>, the check for commits that undo an earlier one, on small histories.</summary>
public sealed class UndoneWorkTests : IDisposable
{
    private const string Lost = "tests/WebTests.cs";

    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-history-").FullName;

    public UndoneWorkTests() => Skip.If(
        !Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "git"))), "git is not installed");

    [SkippableFact]
    public async Task This_repositorys_own_history_undoes_nothing()
    {
        var (status, output) = await CheckAsync(Repository.Root);

        Assert.True(status == 0, output);
    }

    [SkippableFact]
    public async Task A_file_set_back_by_a_commit_about_something_else_is_found()
    {
        var undoing = await SetBackAsync("A benchmark");

        var (status, output) = await CheckAsync(_folder);

        Assert.Equal(1, status);
        Assert.Contains($"{undoing} sets src/Web.cs back to what it was before ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("other.txt", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_file_set_back_to_a_much_earlier_version_is_found()
    {
        await CommitAsync("One", ("src/Web.cs", "1"));
        var second = await CommitAsync("Two", ("src/Web.cs", "2"));
        await CommitAsync("Three", ("src/Web.cs", "3"));
        await CommitAsync("Four", ("src/Web.cs", "1"));

        Assert.Contains($"sets src/Web.cs back to what it was before {second}", (await CheckAsync(_folder)).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_test_deleted_just_after_it_was_added_is_found()
    {
        await DeleteTestAsync();

        var (status, output) = await CheckAsync(_folder);

        Assert.Equal(1, status);
        Assert.Contains($"deletes {Lost}", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_test_that_moved_is_not_lost()
    {
        await CommitAsync("Add", (Lost, "a test of some length, so that it is known again"));
        File.Move(Path.Combine(_folder, Lost), Path.Combine(_folder, "tests/MovedTests.cs"));
        await CommitAsync("Move");

        Assert.Equal(0, (await CheckAsync(_folder)).Status);
    }

    [SkippableFact]
    public async Task A_deleted_test_may_be_restored()
    {
        var deleting = await DeleteTestAsync();
        await CommitAsync("Restore", (Lost, "1"), (".ci/intended-reverts", $"{deleting} {Lost}\n"));

        var (status, output) = await CheckAsync(_folder);
        Assert.True(status == 0, output);
    }

    [SkippableFact]
    public async Task What_is_listed_was_meant()
    {
        var undoing = await SetBackAsync("Back to the old way");
        await CommitAsync("List it", (".ci/intended-reverts", $"# why\n{undoing} src/Web.cs\n"));

        Assert.Equal(0, (await CheckAsync(_folder)).Status);
    }

    [SkippableFact]
    public async Task A_revert_that_its_commit_message_declares_is_accepted()
    {
        await SetBackAsync("Back to the old way\n\nIt was faster.\n\nSets-back: src/Web.cs");

        Assert.Equal(0, (await CheckAsync(_folder)).Status);
    }

    [SkippableFact]
    public async Task A_shallow_clone_is_not_blamed_for_what_it_does_not_have()
    {
        await CommitAsync("Long ago", (Lost, "1"));
        await CommitAsync("Where the clone begins", ("other.txt", "1"));
        File.Delete(Path.Combine(_folder, Lost));
        await CommitAsync("Clean up");
        var shallow = _folder + "-shallow";
        await GitAsync(_folder, "clone", "--quiet", "--depth=2", "file://" + _folder, shallow);

        var (status, output) = await CheckAsync(shallow);
        Directory.Delete(shallow, recursive: true);

        Assert.True(status == 0, output);
        Assert.Contains("this clone is shallow, only its 2 commits are checked", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_folder_without_a_history_is_not_checked() => Assert.Equal(0, (await CheckAsync(_folder)).Status);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> SetBackAsync(string message)
    {
        await CommitAsync("Old", ("src/Web.cs", "old"), ("other.txt", "1"));
        await CommitAsync("New", ("src/Web.cs", "new"));
        return await CommitAsync(message, ("src/Web.cs", "old"), ("other.txt", "2"));
    }

    private async Task<string> DeleteTestAsync()
    {
        await CommitAsync("Begin", ("other.txt", "1"));
        await CommitAsync("Test the web", (Lost, "1"));
        File.Delete(Path.Combine(_folder, Lost));
        return await CommitAsync("A benchmark", ("other.txt", "2"));
    }

    /// <summary>Commits all there is, with these files written before; returns the short id.</summary>
    private async Task<string> CommitAsync(string message, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
            await File.WriteAllTextAsync(Path.Combine(_folder, path), text);
        }

        if (!Directory.Exists(Path.Combine(_folder, ".git")))
        {
            await GitAsync(_folder, "init", "--quiet");
        }

        await GitAsync(_folder, "add", "--all");
        await GitAsync(_folder, "-c", "user.name=V2K", "-c", "user.email=v2k@example.com", "commit", "--quiet", "--message", message);
        return (await GitAsync(_folder, "rev-parse", "HEAD"))[..7];
    }

    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        // What a developer's own configuration adds, such as hooks and signatures, is not wanted here.
        var alone = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIT_CONFIG_GLOBAL"] = "/dev/null" };
        var (status, output) = await RunAsync("git", ["-C", folder, .. arguments], alone);
        Assert.True(status == 0, output);
        return output;
    }

    private static Task<(int Status, string Output)> CheckAsync(string folder) =>
        RunAsync(Path.Combine(Repository.Root, ".ci", "undone"), [folder]);

    private static async Task<(int Status, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var output = new StringBuilder();
        var result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(output))
            .ExecuteAsync();
        return (result.ExitCode, output.ToString());
    }
}
