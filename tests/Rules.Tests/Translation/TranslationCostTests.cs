using System.Text;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Translation;

public sealed class TranslationCostTests
{
    private const int Allowed = 32 << 10;

    /// <summary>A server as ESXi 7 writes it: 2 cards, 3 disks on 2 controllers, a CD drive; 120 lines.</summary>
    private static readonly byte[] Server = Encoding.UTF8.GetBytes(ServerVmx.Text);

    [Fact]
    public void Parsing_and_translating_a_server_allocates_at_most_32_KiB()
    {
        // As a site has it that knows its networks: warnings cost what their text does.
        var options = new TranslationOptions
        {
            Networks = new NetworkMap(new Dictionary<string, NetworkTarget>(StringComparer.Ordinal)
            {
                ["VM Network"] = new() { Network = "default" },
                ["dvportgroup-42"] = new() { Bridge = "br1" },
            }),
        };
        for (var i = 0; i < 50; i++)
        {
            Translate(options);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        const int Rounds = 100;
        for (var i = 0; i < Rounds; i++)
        {
            Translate(options);
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        Assert.True(each <= Allowed, $"{each} bytes a VM");
    }

    private static TranslatedVm Translate(TranslationOptions options) =>
        Translator.Translate(VmxDocument.Parse(Server, "server.vmx"), options);
}
