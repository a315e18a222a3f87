using System.Text;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>
/// A guest in a boot sector that asks for a passphrase until it is given the right one; then it gives that away, and asks for a login.
/// </summary>
internal static class AskingSector
{
    private const int DiskSize = 1 << 20;
    private const int Prompt = 0x80;
    private const int Key = 0x100;
    private const int Login = 0x140;

    private static readonly byte[] Asking =
    [
        0x31, 0xC0,             //       xor ax, ax
        0x8E, 0xD8,             //       mov ds, ax
        0xFC,                   //       cld
        0xBE, 0x80, 0x7C,       // ask:  mov si, prompt
        0xE8, 0x28, 0x00,       //       call print
        0xBF, 0x00, 0x7D,       //       mov di, key
        0xE8, 0x39, 0x00,       // read: call getc
        0x3C, 0x0D,             //       cmp al, '\r'
        0x74, 0x10,             //       je check
        0x3A, 0x05,             //       cmp al, [di]
        0x75, 0x03,             //       jne rest
        0x47,                   //       inc di
        0xEB, 0xF2,             //       jmp read
        0xE8, 0x2B, 0x00,       // rest: call getc
        0x3C, 0x0D,             //       cmp al, '\r'
        0x75, 0xF9,             //       jne rest
        0xEB, 0xE0,             //       jmp ask
        0x80, 0x3D, 0x00,       // check: cmp byte [di], 0
        0x75, 0xDB,             //       jne ask
        0xBE, 0x40, 0x7D,       //       mov si, login
        0xE8, 0x03, 0x00,       //       call print
        0xF4,                   // stop: hlt
        0xEB, 0xFD,             //       jmp stop
    ];

    private static readonly byte[] OnSerialPort =
    [
        0xAC,                   // print: lodsb
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
        0xEB, 0xEA,             //       jmp print
        0xC3,                   // done: ret
        0xBA, 0xFD, 0x03,       // getc: mov dx, 0x3FD
        0xEC,                   // none: in al, dx
        0xA8, 0x01,             //       test al, 1        a byte is there
        0x74, 0xFB,             //       jz none
        0xB2, 0xF8,             //       mov dl, 0xF8
        0xEC,                   //       in al, dx
        0xC3,                   //       ret
    ];

    private static readonly byte[] OnScreen =
    [
        0xAC,                   // print: lodsb
        0x84, 0xC0,             //       test al, al
        0x74, 0x08,             //       jz done
        0xB4, 0x0E,             //       mov ah, 0x0E      a character to the screen
        0xB7, 0x00,             //       mov bh, 0
        0xCD, 0x10,             //       int 0x10
        0xEB, 0xF3,             //       jmp print
        0xC3,                   // done: ret
        0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90,
        0xB4, 0x00,             // getc: mov ah, 0         a key
        0xCD, 0x16,             //       int 0x16
        0xC3,                   //       ret
    ];

    /// <summary>A disk with it.</summary>
    /// <param name="key">The passphrase.</param>
    /// <param name="onScreen">It speaks to whom sits before it, rather than on its serial port.</param>
    internal static byte[] Disk(string key, bool onScreen)
    {
        var disk = new byte[DiskSize];
        byte[] code = [.. Asking, .. onScreen ? OnScreen : OnSerialPort];
        code.CopyTo(disk, 0);
        Encoding.ASCII.GetBytes("\r\nPlease unlock disk sda2_crypt: ", disk.AsSpan(Prompt));
        Encoding.ASCII.GetBytes(key, disk.AsSpan(Key));
        Encoding.ASCII.GetBytes($"\r\nYou said: {key}\r\nDebian GNU/Linux 12 web01 tty1\r\n\r\nweb01 login: ", disk.AsSpan(Login));
        disk[510] = 0x55;
        disk[511] = 0xAA;
        return disk;
    }
}
