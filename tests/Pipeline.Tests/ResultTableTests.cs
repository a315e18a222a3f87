using Spectre.Console;
using V2K.Build;
using V2K.Build.Console;
using V2K.Engine.Configuration;

namespace V2K.Pipeline.Tests;

/// <summary>What people and their scripts see of tables and of the help.</summary>
public sealed class ResultTableTests
{
    [Fact]
    public async Task Where_no_terminal_is_every_VM_is_one_line_however_long()
    {
        using var estate = new Estate();
        var narrow = new Dictionary<string, string?>(StringComparer.Ordinal) { ["COLUMNS"] = "20" };

        var run = (await estate.RunAsync(narrow, "--target=Inventory", "--vm=web01,db01")).Succeeded();

        var lines = run.Output.Split('\n')[1..];
        Assert.Matches("^VM +guest +CPUs +memory +disks +networks +concerns$", lines[0]);
        Assert.Matches("^db01 +sles12-64 +4 +8 GiB +2 disks, .* in use, 1 snapshot +DMZ; VM Network +\\d+$", lines[1]);
        Assert.Matches("^web01 +debian11-64 +2 +2 GiB +1 disk, 8 MiB, .* in use +VM Network +–$", lines[2]);
    }

    [Fact]
    public void On_a_terminal_it_keeps_within_the_width()
    {
        using var written = new StringWriter { NewLine = "\n" };
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new Terminal(written) });
        terminal.Profile.Width = 40;
        var table = new ResultTable("VM", "disks") { RightAligned = ["disks"] };
        table.Add("web01", "a disk whose name goes on for longer than that\na second disk");

        table.Write(terminal);

        Assert.All(written.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 40));
        Assert.Contains("╭", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_calls_a_published_program_as_it_was_called()
    {
        var folder = Directory.CreateTempSubdirectory("v2k-published-").FullName;
        try
        {
            Assert.Equal("dotnet run --project build --", new Repository(folder).CommandFor("/opt/v2k/v2k"));
            File.WriteAllText(Path.Combine(folder, ConfigFile.DefaultName), "");
            Assert.Equal("/opt/v2k/v2k", new Repository(folder).CommandFor("/opt/v2k/v2k"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Terminal(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 40;

        public int Height => 25;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
