using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using V2K.Benchmarks;
using V2K.Benchmarks.Disks;
using V2K.Engine.Tests.Estates;
using V2K.Engine.Tools;

// Run by --target=Bench; the words are its business, except "copy" and "traffic", by which the disk benchmark starts itself.
return args switch
{
    ["translate", ..] => Translate(),
    ["disks", var folder, .. var words] => DiskTable.Run(folder, words),
    ["copy", var source, var target, var format, var cache] => await CopyProcess.RunAsync(source, target, format, cache),
    ["traffic", var source, var target, var length] => DeviceTraffic.Run(source.Length > 0 ? source : null, target, long.Parse(length)),
    ["estate", var folder, var count] => WriteEstate(folder, int.Parse(count)),
    _ => Usage(),
};

static int Translate()
{
    var config = DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"))
        .WithOptions(ConfigOptions.JoinSummary);
    if (KnownTools.VirtInstall.Find() is null)
    {
        Console.Error.WriteLine("warning: virt-install is not installed, and not measured beside. --target=Setup installs it.");
        BenchmarkRunner.Run([typeof(TranslationBenchmarks), typeof(SchedulerBenchmarks)], config);
        return 0;
    }

    BenchmarkRunner.Run([typeof(TranslationBenchmarks), typeof(SchedulerBenchmarks), typeof(VirtInstallBenchmarks)], config);
    return 0;
}

static int WriteEstate(string folder, int count)
{
    var estate = SyntheticEstate.Write(Path.GetFullPath(folder), count);
    Console.WriteLine($"{count} VMs, {estate.Seeded.Count} concerns: use it with --config={estate.ConfigFile}");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("error: say translate, disks FOLDER [--size=64M] [NAME]..., or estate FOLDER COUNT");
    return 1;
}
