using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs before the first task.</summary>
public interface IFrostingSetup
{
    /// <summary>Prepares the run; if it throws, no task runs.</summary>
    void Setup(ICakeContext context, ISetupContext info);
}

/// <summary>Runs after the last task, or after the one that failed.</summary>
public interface IFrostingTeardown
{
    /// <summary>Ends the run; <paramref name="info"/> says how it went.</summary>
    void Teardown(ICakeContext context, ITeardownContext info);
}

/// <summary>What happens before the first task and after the last.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown;

/// <summary>A lifetime that uses the host's context.</summary>
/// <typeparam name="TContext">The context type given to <see cref="CakeHostExtensions.UseContext{TContext}"/>.</typeparam>
public abstract class FrostingLifetime<TContext> : IFrostingLifetime
    where TContext : ICakeContext
{
    /// <inheritdoc cref="IFrostingSetup.Setup"/>
    public abstract void Setup(TContext context, ISetupContext info);

    /// <inheritdoc cref="IFrostingTeardown.Teardown"/>
    public abstract void Teardown(TContext context, ITeardownContext info);

    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info) => Setup((TContext)context, info);

    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info) => Teardown((TContext)context, info);
}
