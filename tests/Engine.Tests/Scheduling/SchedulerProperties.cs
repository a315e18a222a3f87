using CsCheck;

namespace V2K.Engine.Tests.Scheduling;

/// <summary>What holds for every plan, whatever happens meanwhile.</summary>
public sealed class SchedulerProperties
{
    [Fact]
    public void Nothing_starts_outside_of_its_window_or_over_a_budget_and_everything_that_can_be_done_is_done() =>
        Gen.Int[0, int.MaxValue].Sample(seed => new Weekend(seed).Run(), iter: 200);
}
