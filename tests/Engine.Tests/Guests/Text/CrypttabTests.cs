using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests.Text;

public sealed class CrypttabTests
{
    [Theory]
    [InlineData("root /dev/sda1 none luks", "root UUID=" + Guest.RootUuid + " none luks")]
    [InlineData("root /dev/sda1", "root UUID=" + Guest.RootUuid)]
    [InlineData("root UUID=1 none luks", "root UUID=1 none luks")]
    [InlineData("root UUID=1 /dev/sda5:/root.key luks,keyscript=passdev", "root UUID=1 /dev/vda5:/root.key luks,keyscript=passdev")]
    [InlineData("root UUID=1 /root.key:/dev/sda5 luks", "root UUID=1 /root.key:/dev/vda5 luks")]
    [InlineData("root UUID=1 /root.key:LABEL=keys luks", "root UUID=1 /root.key:LABEL=keys luks")]
    public void A_container_is_named_by_its_UUID(string line, string expected) => Assert.Equal(expected, Crypttab.Change(line, Guest.Names()));

    /// <summary>The UUID that is on the partition now is gone after the next boot.</summary>
    [Theory]
    [InlineData("swap /dev/sda5 /dev/urandom swap,cipher=aes-xts-plain64", "swap /dev/vda5 /dev/urandom swap,cipher=aes-xts-plain64")]
    [InlineData("scratch /dev/sda5 /dev/random tmp", "scratch /dev/vda5 /dev/random tmp")]
    [InlineData("data /dev/sda5 /etc/key plain", "data /dev/vda5 /etc/key plain")]
    public void What_is_overwritten_at_each_boot_has_no_UUID(string line, string expected) => Assert.Equal(expected, Crypttab.Change(line, Guest.Names()));
}
