using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using V2K.Build;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Build.Sites;
using V2K.Engine.State;
using V2K.Rules;

var failures = new FailureLog();
try
{
    var options = WrongUsage.In(() => CommandLine.Parse(args));
    Targets.Check(options);
    if (options.Has(KnownOptions.Help))
    {
        HelpText.Write(AnsiConsole.Console);
        return (int)ExitCode.Done;
    }

    if (options.Has(KnownOptions.Version))
    {
        AnsiConsole.WriteLine($"V2K {typeof(Program).Assembly.GetName().Version?.ToString(fieldCount: 3)}, Cake {new CakeVersion().GetVersion()}");
        return (int)ExitCode.Done;
    }

    if (SiteProgram.Run(options, args) is { } ended)
    {
        return ended;
    }

    if (Targets.IsAboutVms(options))
    {
        PrivateFiles.Keep();
    }

    StandardOutput.Reserve(options);
    using var stop = new StopSignal();
    var status = new CakeHost()
        .UseContext<BuildContext>()
        .UseLifetime<Lifetime>()
        .ConfigureServices(services => services
            .AddSingleton(options)
            .AddSingleton(failures)
            .AddSingleton(stop)
            .AddSingleton<ICakeLog>(failures)
            .AddSingleton<ICakeConfiguration>(new CakeConfiguration(new Dictionary<string, string>(StringComparer.Ordinal)))
            .AddSingleton<IVersionResolver, CakeVersion>()
            .AddSingleton<ICakeReportPrinter, QuietReportPrinter>())
        .Run(options.ForCake);
    if (status != 0)
    {
        failures.Print();
        return (int)ExitCodes.Of(failures.Failure, stop.Received);
    }

    return (int)ExitCode.Done;
}
catch (V2KException wrong)
{
    failures.Failure = wrong;
    failures.Print();
    return (int)ExitCodes.Of(wrong);
}
