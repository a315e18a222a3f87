using System.Diagnostics.CodeAnalysis;
using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>The host's only command: runs, lists or draws the tasks.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "The argument parser makes it.")]
internal sealed class RunCommand(IServiceCollection services) : Command<RunSettings>
{
    private const string DefaultTarget = "Default";

    /// <inheritdoc/>
    public override int Execute(CommandContext context, RunSettings settings, CancellationToken cancellationToken)
    {
        string[] targets = settings.Targets is [] ? [DefaultTarget] : settings.Targets;
        services.AddSingleton<ICakeArguments>(context.Remaining.ToCakeArguments(targets));
        using var provider = services.BuildServiceProvider();
        var log = provider.GetRequiredService<ICakeLog>();
        log.Verbosity = settings.Verbosity;
        try
        {
            return Run(provider, settings, targets);
        }
        catch (Exception exception)
        {
            return ExceptionLogger.LogException(log, exception);
        }
    }

    private static int Run(ServiceProvider provider, RunSettings settings, string[] targets)
    {
        if (settings.Info)
        {
            provider.GetRequiredService<ICakeInfoFeature>().Run(provider.GetRequiredService<IConsole>());
            return 0;
        }

        if (settings.WorkingDirectory is { } folder)
        {
            var environment = provider.GetRequiredService<ICakeEnvironment>();
            environment.WorkingDirectory = folder.MakeAbsolute(environment);
        }

        var frosting = provider.GetRequiredService<IFrostingContext>();
        IScriptHost host = settings switch
        {
            { Description: true } => ActivatorUtilities.CreateInstance<DescriptionScriptHost>(provider, frosting),
            { Tree: true } => ActivatorUtilities.CreateInstance<TreeScriptHost>(provider, frosting),
            { DryRun: true } => ActivatorUtilities.CreateInstance<DryRunScriptHost<IFrostingContext>>(provider),
            _ => ActivatorUtilities.CreateInstance<BuildScriptHost<IFrostingContext>>(provider),
        };
        if (settings.Exclusive)
        {
            host.Settings.UseExclusiveTarget();
        }

        foreach (var task in provider.GetServices<IFrostingTask>())
        {
            FrostingTasks.Register(host, task);
        }

        if (provider.GetService<IFrostingLifetime>() is { } lifetime)
        {
            host.Setup(info => lifetime.Setup(frosting, info));
            host.Teardown(info => lifetime.Teardown(frosting, info));
        }

        host.RunTargets(targets);
        return 0;
    }
}
