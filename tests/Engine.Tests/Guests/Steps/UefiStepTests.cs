using V2K.Engine.Guests.Steps;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>The loader that firmware without memory looks for.</summary>
public sealed class UefiStepTests : StepTests
{
    [Theory]
    [InlineData("EFI/opensuse/shim.efi", "EFI/opensuse/grub.efi", "EFI/BOOT/grub.efi")]
    [InlineData("EFI/Linux/debian-6.1.efi", null, null)]
    public void A_UEFI_guest_s_loader_may_have_another_name(string loader, string? companion, string? copy)
    {
        Files.With("/boot/efi/" + loader, "loader");
        if (companion is not null)
        {
            Files.With("/boot/efi/" + companion, "companion");
        }

        Run(new UefiStep(), machine: Guest.Machine() with { IsUefi = true });

        Assert.Equal("loader", Files.ReadText("/boot/efi/EFI/BOOT/BOOTX64.EFI"));
        Assert.True(copy is null || Files.IsFile("/boot/efi/" + copy));
    }

    [Fact]
    public void A_loader_that_another_distribution_left_is_not_taken_for_the_guest_s()
    {
        Files.With("/etc/os-release", "NAME=\"Debian GNU/Linux\"\nID=debian\n")
            .With("/boot/efi/EFI/ubuntu/shimx64.efi", "theirs")
            .With("/boot/efi/EFI/debian/grubx64.efi", "its own");

        Run(new UefiStep(), machine: Guest.Machine() with { IsUefi = true });

        Assert.Equal("its own", Files.ReadText("/boot/efi/EFI/BOOT/BOOTX64.EFI"));
    }

    [Fact]
    public void A_UEFI_guest_gets_shim_and_grub_where_firmware_looks_first()
    {
        Files.With("/boot/efi/EFI/debian/shimx64.efi", "shim").With("/boot/efi/EFI/debian/grubx64.efi", "grub");
        var uefi = Guest.Machine() with { IsUefi = true };

        Run(new UefiStep(), machine: uefi);

        Assert.Equal("shim", Files.ReadText("/boot/efi/EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal("grub", Files.ReadText("/boot/efi/EFI/BOOT/grubx64.efi"));
        Unchanged(new UefiStep(), uefi);
    }
}
