namespace V2K.Engine.CutOvers.Checks;

/// <summary>A web server answers a GET request with a status below 400; redirections are not followed, certificates are verified.</summary>
/// <param name="Url">Begins with <c>http://</c> or <c>https://</c>.</param>
public sealed record HttpCheck(Uri Url) : GuestCheck
{
    private const int FirstError = 400;

    private static readonly HttpClient Client =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <inheritdoc/>
    public override string Text => Url.AbsoluteUri;

    /// <inheritdoc/>
    public override bool AsksGuestAddresses => false;

    /// <inheritdoc/>
    internal override async Task<string?> AskAsync(GuestToCheck guest, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(Url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (int)answer.StatusCode < FirstError ? null : $"{Url} answers {(int)answer.StatusCode} {answer.ReasonPhrase}";
        }
        catch (HttpRequestException cause)
        {
            return $"{Url} does not answer: {(cause.InnerException ?? cause).Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{Url} does not answer within {Client.Timeout.TotalSeconds:0} s";
        }
    }
}
