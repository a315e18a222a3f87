using System.Text;

namespace V2K.Rules.Tests.General;

public sealed class NameTests
{
    [Theory]
    [InlineData("web01", "web01")]
    [InlineData("Prüfstand 测试", "Prüfstand 测试")]
    [InlineData("a/b\\c", "a-b-c")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("--config", "config")]
    [InlineData(".hidden", "hidden")]
    [InlineData("..", "unnamed")]
    [InlineData("  padded  ", "padded")]
    [InlineData("two|0Alines|1B[2J", "two-lines-[2J")]
    public void A_name_is_one_that_libvirt_and_a_shell_take(string displayName, string name)
    {
        var vm = Vm.Translate($"displayName = \"{displayName}\"");

        Assert.Equal(name, vm.Domain.Name);
    }

    [Fact]
    public void A_name_leaves_room_for_the_files_named_after_it() =>
        Assert.True(Encoding.UTF8.GetByteCount(Vm.Translate($"displayName = \"{new string('漢', 300)}\"").Domain.Name) <= 200);

    [Fact]
    public void A_name_that_had_to_change_is_kept_as_the_title_and_reported()
    {
        var vm = Vm.Translate("displayName = \"shop/web\"");

        Assert.Equal("shop/web", vm.Domain.Title);
        Assert.Single(vm.Findings, finding => finding.Key == "displayName");
    }

    [Fact]
    public void A_name_that_did_not_change_needs_no_title() => Assert.Null(Vm.Translate("displayName = \"web\"").Domain.Title);

    [Fact]
    public void Without_a_display_name_the_VMs_files_name_it() =>
        Assert.Equal("web01", Vm.Translate("nvram = \"web01.nvram\"").Domain.Name);
}
