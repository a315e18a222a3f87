using V2K.Build.Testing;

namespace V2K.Pipeline.Tests;

public sealed class TestResultsTests
{
    private const string Trx = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
          <UnitTestResult testName="A.works" outcome="Passed" />
          <UnitTestResult testName="A.breaks" outcome="Failed"><Output><ErrorInfo>
            <Message>Expected 1
        Actual 2</Message><StackTrace>   at A.breaks() in A.cs:line 3
           at B</StackTrace></ErrorInfo></Output></UnitTestResult>
          <UnitTestResult testName="A.hangs" outcome="Timeout" />
          <UnitTestResult testName="A.waits" outcome="NotExecuted"><Output><ErrorInfo>
            <Message>qemu-img is not installed</Message></ErrorInfo></Output></UnitTestResult>
        </Results></TestRun>
        """;

    [Fact]
    public void A_results_file_is_counted_and_quoted()
    {
        var results = TestResults.ReadTrx(new StringReader(Trx));

        Assert.Equal("1 passed, 2 failed, 1 skipped", results.Summary);
        Assert.Equal(new FailedTest("A.breaks", "Expected 1\nActual 2", "at A.breaks() in A.cs:line 3"), results.Failed[0]);
        Assert.Equal(["qemu-img is not installed"], results.Skipped);
    }

    [Fact]
    public void Results_add_up()
    {
        var results = TestResults.ReadTrx(new StringReader(Trx));

        Assert.Equal("2 passed, 4 failed, 2 skipped", (results + results + TestResults.None).Summary);
    }

    [Fact]
    public void A_project_that_did_not_run_to_the_end_counts_as_a_failure()
    {
        var results = TestResults.ReadTrx(new StringReader(Trx)) + TestResults.Broken("V2K.Guests.Tests", "did not run to the end: the process crashed");

        Assert.Equal("1 passed, 3 failed, 1 skipped", results.Summary);
        Assert.Equal("V2K.Guests.Tests", results.Failed[^1].Name);
    }
}
