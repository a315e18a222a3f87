namespace V2K.Engine.Tests.CutOvers;

/// <summary>Waits in tests for what happens beside them: minutes, because the machine may do other things.</summary>
internal static class TestPatience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Waits until <paramref name="isSo"/>.</summary>
    internal static async Task UntilAsync(Func<bool> isSo)
    {
        for (var waited = TimeSpan.Zero; !isSo(); waited += TimeSpan.FromMilliseconds(100))
        {
            Assert.True(waited < Longest, "waited in vain");
            await Task.Delay(100);
        }
    }
}
