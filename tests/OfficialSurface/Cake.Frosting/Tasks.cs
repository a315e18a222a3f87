using Cake.Core;

namespace Cake.Frosting;

public interface IFrostingTask
{
    string SkippedMessage => string.Empty;

    Task RunAsync(ICakeContext context);

    bool ShouldRun(ICakeContext context);

    void OnError(Exception exception, ICakeContext context);

    void Finally(ICakeContext context);
}

public abstract class FrostingTask : FrostingTask<ICakeContext>;

public abstract class FrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    public virtual void Run(T context)
    {
    }

    public virtual bool ShouldRun(T context) => true;

    public virtual void OnError(Exception exception, T context)
    {
    }

    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context) => throw new NotSupportedException();

    bool IFrostingTask.ShouldRun(ICakeContext context) => throw new NotSupportedException();

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => throw new NotSupportedException();

    void IFrostingTask.Finally(ICakeContext context) => throw new NotSupportedException();
}

public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>;

public abstract class AsyncFrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    public virtual Task RunAsync(T context) => Task.CompletedTask;

    public virtual bool ShouldRun(T context) => true;

    public virtual void OnError(Exception exception, T context)
    {
    }

    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context) => throw new NotSupportedException();

    bool IFrostingTask.ShouldRun(ICakeContext context) => throw new NotSupportedException();

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => throw new NotSupportedException();

    void IFrostingTask.Finally(ICakeContext context) => throw new NotSupportedException();
}
