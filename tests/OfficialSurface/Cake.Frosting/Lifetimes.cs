using Cake.Core;

namespace Cake.Frosting;

public interface IFrostingContext : ICakeContext;

public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext;

public interface IFrostingSetup
{
    void Setup(ICakeContext context, ISetupContext info);
}

public interface IFrostingTeardown
{
    void Teardown(ICakeContext context, ITeardownContext info);
}

public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown;

public abstract class FrostingLifetime : FrostingLifetime<ICakeContext>;

public abstract class FrostingLifetime<TContext> : IFrostingLifetime
    where TContext : ICakeContext
{
    public abstract void Setup(TContext context, ISetupContext info);

    public abstract void Teardown(TContext context, ITeardownContext info);

    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info) => throw new NotSupportedException();

    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info) => throw new NotSupportedException();
}
