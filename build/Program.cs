using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using V2K.Build;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Rules;

var failures = new FailureLog();
using var stop = new StopSignal();
try
{
    var options = CommandLine.Parse(args);
    Targets.Check(options);
    if (options.Has(KnownOptions.Help))
    {
        HelpText.Write(AnsiConsole.Console);
        return 0;
    }

    if (options.Has(KnownOptions.Version))
    {
        AnsiConsole.WriteLine($"V2K {Version(typeof(Program))}, Cake {Version(typeof(ICakeEngine))}");
        return 0;
    }

    var status = new CakeHost()
        .UseContext<BuildContext>()
        .UseLifetime<Lifetime>()
        .ConfigureServices(services => services
            .AddSingleton(options)
            .AddSingleton(failures)
            .AddSingleton(stop)
            .AddSingleton<ICakeLog>(failures)
            .AddSingleton<ICakeReportPrinter, QuietReportPrinter>())
        .Run(options.ForCake);
    if (status != 0)
    {
        failures.Tell();
    }

    return status;
}
catch (V2KException wrong)
{
    failures.Remember(wrong);
    failures.Tell();
    return 1;
}

static string Version(Type type) => type.Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "unknown";
