using System.Text;

namespace V2K.Engine.Libvirt;

/// <summary>The smallest guest there is: 512 bytes that a PC BIOS loads at 0x7C00 and jumps to.</summary>
internal static class BootSector
{
    /// <summary>What no firmware says by itself.</summary>
    internal const string Word = "V2K: this guest runs";

    private const int SectorSize = 512;

    /// <summary>SeaBIOS reads a disk of at least a few tracks.</summary>
    private const int DiskSize = 1 << 20;

    /// <summary>
    /// A disk whose boot sector says <paramref name="text"/> on the first serial port and resets the machine by the
    /// keyboard controller.
    /// </summary>
    internal static byte[] Saying(string text)
    {
        ReadOnlySpan<byte> code =
        [
            0x31, 0xC0,             //       xor ax, ax
            0x8E, 0xD8,             //       mov ds, ax
            0xFC,                   //       cld
            0xBE, 0x25, 0x7C,       //       mov si, text
            0xAC,                   // next: lodsb
            0x84, 0xC0,             //       test al, al
            0x74, 0x11,             //       jz done
            0x88, 0xC4,             //       mov ah, al
            0xBA, 0xFD, 0x03,       //       mov dx, 0x3FD     line status
            0xEC,                   // wait: in al, dx
            0xA8, 0x20,             //       test al, 0x20     room for a byte
            0x74, 0xFB,             //       jz wait
            0xB2, 0xF8,             //       mov dl, 0xF8      data
            0x88, 0xE0,             //       mov al, ah
            0xEE,                   //       out dx, al
            0xEB, 0xEA,             //       jmp next
            0xB0, 0xFE,             // done: mov al, 0xFE
            0xE6, 0x64,             //       out 0x64, al
            0xF4,                   // stop: hlt
            0xEB, 0xFD,             //       jmp stop
        ];

        var disk = new byte[DiskSize];
        code.CopyTo(disk);
        Encoding.ASCII.GetBytes(text, disk.AsSpan(code.Length, SectorSize - code.Length - 3));
        disk[SectorSize - 2] = 0x55;
        disk[SectorSize - 1] = 0xAA;
        return disk;
    }
}
