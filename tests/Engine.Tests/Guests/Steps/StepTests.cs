using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>What tests of the steps that change texts share: a guest's files, such as guests have them, and steps that are run on them.</summary>
public abstract class StepTests : IDisposable
{
    /// <summary>The guest's files.</summary>
    private protected FolderGuest Files { get; } = new();

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs <paramref name="step"/> on the guest.</summary>
    private protected GuestWork Run(IGuestStep step, AdjustOptions? options = null, GuestMachine? machine = null)
    {
        var guest = Guest.Work(Files, options, machine);
        step.Run(guest);
        return guest;
    }

    /// <summary>Runs <paramref name="step"/> on the guest, where there must be nothing left to do.</summary>
    private protected GuestWork Unchanged(IGuestStep step, GuestMachine? machine = null)
    {
        var guest = Run(step, machine: machine);
        Assert.Equal(0, guest.Log.Changes);
        return guest;
    }
}
