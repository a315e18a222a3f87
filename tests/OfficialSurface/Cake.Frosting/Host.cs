using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

public sealed class CakeHost
{
    public CakeHost AddAssembly(Assembly assembly) => throw new NotSupportedException();

    public CakeHost ConfigureServices(Action<IServiceCollection> services) => throw new NotSupportedException();

    public int Run(IEnumerable<string> args) => throw new NotSupportedException();
}

public static class CakeHostExtensions
{
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext => throw new NotSupportedException();

    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime => throw new NotSupportedException();
}
