using V2K.Guests.Building;

namespace V2K.Guests.Tests;

/// <summary>The Debian archive that guests are built from.</summary>
internal static class Mirror
{
    /// <summary>Whether it answers within a few seconds.</summary>
    internal static async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
        try
        {
            using var answer = await client.GetAsync(new Uri(RootTree.Mirror + "/dists/bookworm/InRelease"), HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
