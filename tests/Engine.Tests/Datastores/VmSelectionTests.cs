using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Tests.Datastores;

public sealed class VmSelectionTests
{
    private static readonly Datastore One = new("ds1", [], "/ds1", "/out");

    private static readonly VirtualMachine[] All =
    [
        new(One, "/ds1/web01/web01.vmx", "web01"),
        new(One, "/ds1/web02/web02.vmx", "Web server, second"),
        new(One, "/ds1/old/a.vmx", "twin"),
        new(One, "/ds1/new/b.vmx", "twin"),
        new(One, "/ds1/TWIN/c.vmx", "c"),
    ];

    [Theory]
    [InlineData("web01", "web01")]
    [InlineData("WEB01", "web01")]
    [InlineData("Web server, second", "web02")]
    [InlineData("web02", "web02")]
    [InlineData("a", "a")]
    [InlineData("new", "b")]
    [InlineData("[ds1] old/a.vmx", "a")]
    [InlineData("old/a.vmx", "a")]
    [InlineData("TWIN", "c")]
    [InlineData("web0?", "web01 web02")]
    [InlineData("web01,web02", "web01 web02")]
    [InlineData("web02, web01", "web01 web02")]
    [InlineData("*", "web01 web02 a b c")]
    [InlineData("t*", "a b c")]
    public void A_name_chooses_by_display_name_folder_file_or_path(string name, string files)
    {
        Assert.Equal(files, string.Join(' ', VmSelection.Choose(All, [name]).Select(vm => vm.FileName)));
    }

    [Fact]
    public void A_VM_named_twice_is_chosen_once()
    {
        Assert.Single(VmSelection.Choose(All, ["web01", "web0*1"]));
    }

    [Fact]
    public void A_name_of_two_VMs_is_refused_with_both_and_how_to_tell_them_apart()
    {
        var failure = Assert.Throws<V2KException>(() => VmSelection.Choose(All, ["twin"]));

        Assert.Equal(
            "--vm=twin: 2 VMs have this name: [ds1] old/a.vmx, [ds1] new/b.vmx. "
            + "Name one of them in full, such as --vm='[ds1] old/a.vmx'.",
            failure.Message);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest()
    {
        var failure = Assert.Throws<V2KException>(() => VmSelection.Choose(All, ["wbe01"]));

        Assert.Contains("Did you mean 'web01'?", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_glob_that_fits_nothing_is_refused_too()
    {
        Assert.Throws<V2KException>(() => VmSelection.Choose(All, ["zzz*"]));
    }

    [Fact]
    public void An_empty_datastore_says_so()
    {
        var failure = Assert.Throws<V2KException>(() => VmSelection.Choose([], ["web01"]));

        Assert.Contains("contain no .vmx file", failure.Message, StringComparison.Ordinal);
    }
}
