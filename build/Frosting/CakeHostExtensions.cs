using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What a program may set on its <see cref="CakeHost"/>.</summary>
public static class CakeHostExtensions
{
    /// <summary>Gives every task a <typeparamref name="TContext"/>; the last one set counts.</summary>
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.AddSingleton<IFrostingContext, TContext>());
    }

    /// <summary>Runs <typeparamref name="TLifetime"/> around the tasks; the last one set counts.</summary>
    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.AddSingleton<IFrostingLifetime, TLifetime>());
    }
}
