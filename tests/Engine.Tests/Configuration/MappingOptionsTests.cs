using V2K.Engine.Configuration;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Configuration;

public sealed class MappingOptionsTests
{
    [Fact]
    public void A_datastore_is_named_by_the_end_of_its_VMFS_path()
    {
        var datastore = MappingOptions.ParseDatastore("/vmfs/volumes/ds1,/mnt/ds1=kvm/ds1", "/home");

        Assert.Equal("ds1", datastore.Name);
        Assert.Equal(["/vmfs/volumes/ds1"], datastore.Vmfs);
        Assert.Equal("/mnt/ds1", datastore.Source);
        Assert.Equal("/home/kvm/ds1", datastore.Target);
    }

    [Fact]
    public void A_datastore_that_VMX_files_spell_as_this_host_does_needs_no_VMFS_path()
    {
        var datastore = MappingOptions.ParseDatastore("/mnt/ds1=/srv/kvm/ds1", "/home");

        Assert.Equal("ds1", datastore.Name);
        Assert.Equal(["/mnt/ds1"], datastore.Vmfs);
        Assert.Equal("/mnt/ds1", datastore.Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("=/srv/ds1")]
    [InlineData(",/mnt/ds1=/srv/ds1")]
    [InlineData("/vmfs/volumes/ds1,=/srv/ds1")]
    [InlineData("/vmfs/volumes/ds1,/mnt/ds1=")]
    [InlineData("/vmfs/volumes/ds1,/mnt/ds1")]
    public void A_datastore_of_another_form_is_refused_with_an_example(string text)
    {
        var failure = Assert.Throws<V2KException>(() => MappingOptions.ParseDatastore(text, "/"));

        Assert.Contains("is not of the form VMFS,SOURCE=TARGET", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_inside_a_source_is_refused_with_the_file_that_is_not_V2Ks()
    {
        using var folder = new TempFolder();
        folder.Write("ds1/out/mine.txt", "");
        string[] texts = ["/vmfs/volumes/ds1,ds1=out", "/vmfs/volumes/ds2,ds2=ds1/out"];

        Assert.Equal(
            $"--datastore: {folder["ds1/out"]} lies in the source {folder["ds1"]} and holds {folder["ds1/out/mine.txt"]}, which V2K did not make. "
            + "Choose an empty folder, or one outside of the source; V2K writes to no other folder of a source.",
            Assert.Throws<V2KException>(() => MappingOptions.ParseDatastores(texts, folder.Path)).Message);
        File.Delete(folder["ds1/out/mine.txt"]);
        Assert.Equal(2, MappingOptions.ParseDatastores(texts, folder.Path).Count);
    }

    [Theory]
    [InlineData("name:VM Network=bridge=br0", "VM Network")]
    [InlineData("name:a=b=c=bridge=br0", "a=b=c")]
    [InlineData("type:nat=bridge=br0", "type:nat")]
    [InlineData("*=bridge=br0", "*")]
    [InlineData("type:*=bridge=br0", "type:*")]
    [InlineData("type:HostOnly=bridge=br0", "type:hostonly")]
    [InlineData("type:vmnet8=bridge=br0", "type:nat")]
    public void A_network_is_chosen_by_name_type_or_star(string text, string key)
    {
        Assert.Equal(
            KeyValuePair.Create(key, new NetworkTarget { Bridge = "br0" }), MappingOptions.ParseNetwork(text));
    }

    [Fact]
    public void A_type_of_network_that_does_not_exist_is_refused_with_those_that_do() => Assert.Equal(
        "--network: 'type:host-only' is not a type of VMware network. Write one of type:bridged, type:custom, type:hostonly, type:nat, type:pvn, type:*.",
        Assert.Throws<V2KException>(() => MappingOptions.ParseNetwork("type:host-only=network=isolated")).Message);

    [Fact]
    public void A_VLAN_and_the_kind_of_switch_follow_the_bridge() => Assert.Equal(
        new NetworkTarget { Bridge = "br1", Vlan = 120, VirtualPort = "openvswitch" },
        MappingOptions.ParseNetwork("name:DMZ=bridge=br1,vlan=120,virtualport=openvswitch").Value);

    [Fact]
    public void A_portgroup_follows_the_network() => Assert.Equal(
        new NetworkTarget { Network = "production", PortGroup = "db" },
        MappingOptions.ParseNetwork("name:DB=network=production,portgroup=db").Value);

    [Fact]
    public void A_domain_that_libvirt_would_reject_is_refused() => Assert.Contains(
        "only libvirt networks support",
        Assert.Throws<V2KException>(() => MappingOptions.ParseNetwork("name:DB=bridge=br0,portgroup=db")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("VM Network")]
    [InlineData("name:VM Network=br0")]
    [InlineData("name:VM Network=bridge=")]
    [InlineData("name:VM Network=bridge=br0,vlan=4095")]
    [InlineData("name:VM Network=bridge=br0,vlan=x")]
    public void A_network_of_another_form_is_refused_with_examples(string text)
    {
        var failure = Assert.Throws<V2KException>(() => MappingOptions.ParseNetwork(text));

        Assert.Contains("is not of the form", failure.Message, StringComparison.Ordinal);
    }
}
