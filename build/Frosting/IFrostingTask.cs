using Cake.Core;

namespace Cake.Frosting;

/// <summary>A unit of work: a Cake task as a class.</summary>
public interface IFrostingTask
{
    /// <summary>Shown when <see cref="ShouldRun"/> says no.</summary>
    string SkippedMessage => string.Empty;

    /// <summary>Does the work.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Says whether there is work to do.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Handles what <see cref="RunAsync"/> threw; the run continues unless it throws, too.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Runs after the work, whatever came of it.</summary>
    void Finally(ICakeContext context);
}
