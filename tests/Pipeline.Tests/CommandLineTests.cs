using System.Reflection;
using V2K.Build.Options;
using V2K.Engine.Configuration;
using V2K.Engine.Disks.Engines;
using V2K.Rules;

namespace V2K.Pipeline.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--vm=-web01", "-web01")]
    [InlineData("--vm=a=b", "a=b")]
    [InlineData("--vm=\"quoted\"", "\"quoted\"")]
    [InlineData("--vm=it's <a> & b", "it's <a> & b")]
    [InlineData("--vm=--all", "--all")]
    [InlineData("--vm= ümläut ", " ümläut ")]
    public void A_value_arrives_as_it_was_typed(string argument, string value) =>
        Assert.Equal([value], CommandLine.Parse([argument]).Values(KnownOptions.Vm));

    [Fact]
    public void A_value_may_stand_alone_and_an_option_may_be_short()
    {
        var line = CommandLine.Parse(["-t", "Convert", "--vm", "web01", "-v=quiet", "--force"]);

        Assert.Equal("Convert", line.Value(KnownOptions.Target));
        Assert.Equal("web01", line.Value(KnownOptions.Vm));
        Assert.True(line.Has(KnownOptions.Force));
        Assert.False(line.Has(KnownOptions.All));
        Assert.Null(line.Value(KnownOptions.Config));
    }

    [Fact]
    public void Cake_gets_its_own_options_and_no_others() =>
        Assert.Equal(
            ["--target=Convert", "--exclusive", "--verbosity=verbose"],
            CommandLine.Parse(["-t", "Convert", "--vm=web01", "-e", "-v", "Verbose"]).ForCake);

    [Theory]
    [InlineData("diag", "diagnostic")]
    [InlineData("q", "quiet")]
    [InlineData("Verbose", "verbose")]
    public void Cakes_verbosity_may_be_cut_short(string typed, string verbosity) =>
        Assert.Equal(verbosity, CommandLine.Parse(["-v", typed]).Value(KnownOptions.Verbosity));

    [Fact]
    public void A_choice_is_taken_without_regard_to_case() =>
        Assert.Equal("raw", CommandLine.Parse(["--format=RAW"]).Value(KnownOptions.Format));

    [Theory]
    [InlineData("TestBoot", "test-boot")]
    [InlineData("Convert", "convert")]
    public void A_stage_may_be_spelt_as_its_target(string typed, string stage) =>
        Assert.Equal(stage, CommandLine.Parse([$"--until={typed}"]).Value(KnownOptions.Until));

    [Theory]
    [InlineData("inventory", "Inventory")]
    [InlineData("TESTBOOT", "TestBoot")]
    [InlineData("Undefine", "Undefine")]
    public void A_target_may_stand_alone_in_any_case(string word, string target)
    {
        var line = CommandLine.Parse(["--vm", "web01", word, "--force"]);

        Assert.Equal(target, line.Value(KnownOptions.Target));
        Assert.Equal("web01", line.Value(KnownOptions.Vm));
    }

    [Fact]
    public void Every_target_may_stand_alone() => Assert.All(
        Build.Targets.InOrder, target => Assert.Equal(target.Name, CommandLine.Parse([target.Name.ToLowerInvariant()]).Value(KnownOptions.Target)));

    [Theory]
    [InlineData("inventry", "'inventry' is not a target. Did you mean Inventory? Otherwise write --vm='inventry' for a VM; --help lists the targets.")]
    [InlineData("convert define", "--target: given twice. Give it once.")]
    [InlineData("--target=Plan inventory", "--target: given twice. Give it once.")]
    [InlineData("db-erp-07", "'db-erp-07' is not an option. Write --vm='db-erp-07' for a VM, --target=db-erp-07 for a target.")]
    public void A_word_that_is_no_target_is_refused_with_the_nearest(string arguments, string message) =>
        Assert.Equal(message, Assert.Throws<V2KException>(() => CommandLine.Parse(arguments.Split(' '))).Message);

    [Fact]
    public void Every_target_and_option_stands_in_one_group_of_the_help()
    {
        Assert.Equal(
            Build.Targets.InOrder.Select(target => target.Name), Build.TargetGroup.InOrder.SelectMany(group => group.Names).Order(StringComparer.Ordinal));
        Assert.Equal(
            KnownOptions.InOrder.Select(option => option.Name).Order(StringComparer.Ordinal),
            OptionGroup.InOrder.SelectMany(group => group.Options).Select(option => option.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--format=raw --format=qcow2", "--format: given twice. Give it once.")]
    [InlineData("-t Convert --target=Clean", "--target: given twice. Give it once.")]
    [InlineData("--working=/no/such/folder", "--working: there is no folder '/no/such/folder'. Write --working=FOLDER.")]
    [InlineData("--format=q", "--format: 'q' is not one of qcow2, raw. Write --format=qcow2|raw.")]
    [InlineData("--vm --force", "--vm: needs a value. Write --vm=NAME.")]
    [InlineData("--vm", "--vm: needs a value. Write --vm=NAME.")]
    [InlineData("-x", "-x: unknown option. --help lists the options.")]
    [InlineData("--", "--: unknown option. --help lists the options.")]
    [InlineData("--coroutines=17", "--coroutines: '17' is not a whole number from 1 to 16. Write --coroutines=N.")]
    [InlineData("--parallel=many", "--parallel: 'many' is not a whole number of at least 1. Write --parallel=N.")]
    [InlineData("--all=false", "--all: takes no value, but got 'false'. Write --all alone, or leave it out.")]
    public void Wrong_values_and_contradictory_options_are_refused(string arguments, string message) =>
        Assert.Equal(message, Assert.Throws<V2KException>(() => CommandLine.Parse(arguments.Split(' '))).Message);

    [Theory]
    [InlineData("--coroutines=4", "--coroutines: only --engine=qemu-img supports this, and the engine is native. Omit it, or choose that engine.")]
    [InlineData("--engine=qemu-img --threads=4", "--threads: only --engine=nbdcopy supports this, and the engine is qemu-img. Omit it, or choose that engine.")]
    public void A_knob_of_another_engine_is_refused(string arguments, string message) =>
        Assert.Equal(message, Assert.Throws<V2KException>(() => Configure(arguments)).Message);

    [Fact]
    public void The_knobs_of_an_engine_go_over_those_of_the_file()
    {
        var config = Configure("--engine=nbdcopy --connections=2 --threads=3 --requests=4");

        Assert.Equal(new EngineOptions { Connections = 2, Threads = 3, Requests = 4 }, config.EngineOptions);
    }

    private static Config Configure(string arguments) => ConfigFromCommandLine.Make(
        CommandLine.Parse([.. arguments.Split(' '), "--datastore=/vmfs/volumes/ds,/in=/out"]), "/");

    [Fact]
    public void A_repeated_option_keeps_its_order() =>
        Assert.Equal(["b", "a"], CommandLine.Parse(["--vm=b", "--vm=a"]).Values(KnownOptions.Vm));

    [Fact]
    public void Every_option_that_the_code_reads_is_accepted_on_the_command_line() => Assert.All(
        typeof(KnownOptions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Option)field.GetValue(null)!),
        option => Assert.Contains(option, KnownOptions.InOrder));

    [Fact]
    public void No_two_options_share_a_name()
    {
        var names = KnownOptions.InOrder.SelectMany(option => new[] { option.Name, option.Short }).OfType<string>().ToList();

        Assert.Equal(names, names.Distinct());
    }
}
