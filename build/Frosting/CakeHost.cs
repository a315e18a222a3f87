using System.Reflection;
using Cake.Cli;
using Cake.Common.Modules;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;
using Cake.Core.Modules;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>
/// Runs tasks written as classes with Cake's own engine. This and its neighbours stand in for the package
/// Cake.Frosting, with its public names: docs/decisions/0001-cake-assemblies.md.
/// </summary>
public sealed class CakeHost
{
    private readonly ServiceCollection _services = [];
    private readonly List<Assembly> _assemblies = [];

    /// <summary>A host with Cake's defaults and the tasks of the program.</summary>
    public CakeHost()
    {
        if (Assembly.GetEntryAssembly() is { } program)
        {
            _assemblies.Add(program);
        }

        _services.UseModule<CoreModule>();
        _services.UseModule<CommonModule>();
        _services.AddCakeDiagnostics();
        _services.AddSingleton(ReadConfiguration);
        _services.AddSingleton<ICakeReportPrinter, CakeSpectreReportPrinter>();
        _services.AddSingleton<IVersionResolver, VersionResolver>();
        _services.AddSingleton<ICakeInfoFeature, InfoFeature>();
        this.UseContext<FrostingContext>();
    }

    /// <summary>Also finds tasks in <paramref name="assembly"/>; they must be public.</summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        _assemblies.Add(assembly);
        return this;
    }

    /// <summary>Adds services; a later registration goes before an earlier one, Cake's own included.</summary>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services(_services);
        return this;
    }

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>The exit status: 0 when every task got through.</returns>
    public int Run(IEnumerable<string> args)
    {
        foreach (var task in _assemblies.Distinct().SelectMany(FrostingTasks.Find))
        {
            _services.AddSingleton(typeof(IFrostingTask), task);
        }

        var registrar = new TypeRegistrar();
        registrar.RegisterInstance(typeof(IServiceCollection), _services);
        var app = new CommandApp<RunCommand>(registrar);
        return app.Run(args);
    }

    /// <summary>As in Cake.Frosting, a <c>cake.config</c> in the working folder and variables that begin with <c>CAKE_</c> count, unless the program says otherwise.</summary>
    private static ICakeConfiguration ReadConfiguration(IServiceProvider services)
    {
        var environment = services.GetRequiredService<ICakeEnvironment>();
        return new CakeConfigurationProvider(services.GetRequiredService<IFileSystem>(), environment)
            .CreateConfiguration(environment.WorkingDirectory, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
    }
}
