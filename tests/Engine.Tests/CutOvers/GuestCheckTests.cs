using System.Net;
using V2K.Engine.CutOvers.Checks;

namespace V2K.Engine.Tests.CutOvers;

/// <summary>Checks as the configuration writes them.</summary>
public sealed class GuestCheckTests
{
    [Theory]
    [InlineData("agent", "agent", false)]
    [InlineData("ping", "ping", true)]
    [InlineData("ping:192.0.2.5", "ping:192.0.2.5", false)]
    [InlineData("ping:[2001:db8::1]", "ping:2001:db8::1", false)]
    [InlineData("tcp:443", "tcp:443", true)]
    [InlineData("tcp:web01.example:443", "tcp:web01.example:443", false)]
    [InlineData("tcp:[2001:db8::1]:22", "tcp:[2001:db8::1]:22", false)]
    [InlineData("https://web01.example/health?full=1", "https://web01.example/health?full=1", false)]
    public void What_is_written_is_read(string text, string same, bool asksGuestAddresses)
    {
        var check = GuestCheck.Parse(text).Check!;

        Assert.Equal((same, asksGuestAddresses), (check.Text, check.AsksGuestAddresses));
    }

    [Theory]
    [InlineData("")]
    [InlineData("agents")]
    [InlineData("agent:1")]
    [InlineData("ping:")]
    [InlineData("ping:a b")]
    [InlineData("tcp")]
    [InlineData("tcp:0")]
    [InlineData("tcp:65536")]
    [InlineData("tcp:host:")]
    [InlineData("tcp:ho/st:1")]
    [InlineData("udp:53")]
    [InlineData("ftp://web01")]
    [InlineData("http://")]
    [InlineData("https://admin:hunter2@web01/")]
    public void What_is_no_check_is_refused(string text)
    {
        var (check, fault) = GuestCheck.Parse(text);

        Assert.Null(check);
        Assert.DoesNotContain("hunter2", fault!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(302, true)]
    [InlineData(404, false)]
    [InlineData(503, false)]
    public async Task A_web_server_answers_by_its_status(int status, bool isAnswer)
    {
        using var server = new HttpListener();
        var port = Listener.ClosedPort();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        var served = ServeAsync();

        var fault = await new HttpCheck(new Uri($"http://127.0.0.1:{port}/health")).AskAsync(new GuestToCheck(null!, []), default);

        await served;
        Assert.Equal(isAnswer, fault is null);
        if (!isAnswer)
        {
            Assert.Contains($"answers {status}", fault, StringComparison.Ordinal);
        }

        async Task ServeAsync()
        {
            var context = await server.GetContextAsync();
            context.Response.StatusCode = status;
            context.Response.RedirectLocation = status == 302 ? "http://127.0.0.1:1/elsewhere" : null;
            context.Response.Close();
        }
    }

    [Fact]
    public async Task A_web_server_that_is_not_there_does_not_answer() => Assert.Contains(
        "does not answer", await new HttpCheck(new Uri($"http://127.0.0.1:{Listener.ClosedPort()}/")).AskAsync(new GuestToCheck(null!, []), default), StringComparison.Ordinal);

    [SkippableFact]
    public async Task An_address_of_this_host_answers_to_ping_and_a_name_of_no_host_does_not()
    {
        Skip.If(!Environment.IsPrivilegedProcess, "only root may send ICMP echo requests everywhere");
        Assert.Null(await new PingCheck("127.0.0.1").AskAsync(new GuestToCheck(null!, []), default));
        Assert.NotNull(await new PingCheck("no-such-host.invalid").AskAsync(new GuestToCheck(null!, []), default));
    }
}
