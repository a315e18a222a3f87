using System.Xml.Linq;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;

namespace V2K.Engine.Tests.Stages;

public sealed class TranslateStageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_XML_has_the_date_it_was_written_at_until_it_must_be_written_again()
    {
        _folder.Write("ds/web01/web01.vmx", "displayName = \"web01\"\nmemsize = \"64\"\n");

        await TranslateAsync("2026-03-01T09:30:00Z");
        var first = File.ReadAllText(_folder["out/web01/web01.xml"]);
        Assert.Equal(("2026-03-01T09:30:00Z", "[ds] web01/web01.vmx"), Note());

        await TranslateAsync("2026-03-02T10:00:00Z");
        Assert.Equal(first, File.ReadAllText(_folder["out/web01/web01.xml"]));

        _folder.Write("ds/web01/web01.vmx", "displayName = \"web01\"\nmemsize = \"128\"\n");
        await TranslateAsync("2026-03-03T11:00:00Z");
        Assert.Equal("2026-03-03T11:00:00Z", Note().Date);
    }

    private (string Date, string Path) Note()
    {
        var note = XElement.Load(_folder["out/web01/web01.xml"]).Descendants(XName.Get("source", "urn:v2k:source")).Single();
        return (note.Attribute("date")!.Value, note.Attribute("path")!.Value);
    }

    private async Task TranslateAsync(string now)
    {
        var config = new Config { File = "v2k.yaml", Datastores = [new Datastore("ds", ["/vmfs/volumes/ds"], _folder["ds"], _folder["out"])] };
        var vm = Assert.Single(VmCatalog.Scan(config.Datastores).Vms);
        using var job = new VmJob(vm, config, new DatastorePaths(config.Datastores, config.File), SilentRunLog.Instance, force: false) { Clock = new StoppedClock(DateTimeOffset.Parse(now, null)) };
        await TranslateStage.RunAsync(job, new DomainRenderer(TemplateFolder.Load()), default);
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
