using System.Formats.Tar;
using System.Text;
using CliWrap;
using V2K.Engine.Disks;
using V2K.Engine.Ovf;
using V2K.Rules;

namespace V2K.Engine.Tests.Ovf;

public sealed class TarArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Members_are_found_where_tar_put_them_however_long_their_names(TarEntryFormat format)
    {
        var name = string.Concat(Enumerable.Repeat("ordner/", format is TarEntryFormat.Ustar ? 15 : 60)) + "datei.vmdk";
        ExportMaker.Pack(_folder["a.ova"], format, ("./a.ovf", [1, 2, 3]), (name, new byte[1000]), ("c", []), ("d", [9]));

        using var archive = DiskFile.Open(_folder["a.ova"]);
        var members = TarArchive.Members(archive).ToList();

        Assert.Equal([("a.ovf", 3L), (name, 1000L), ("c", 0L), ("d", 1L)], members.Select(member => (member.Name, member.Length)));
        using var last = DiskFile.Open(_folder["a.ova/d"]);
        var bytes = new byte[1];
        last.Read(bytes, 0);
        Assert.Equal(9, bytes[0]);
    }

    [Fact]
    public void A_size_that_octal_digits_cannot_hold_is_read()
    {
        // 12 GiB, as GNU tar writes it, and the archive as long.
        var header = ExportMaker.Header("a", "");
        header[124] = 0x80;
        header[124 + 11 - 3] = 0x00;
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(128), 12L << 30);
        Sum(header);
        Write(header);
        using (var file = File.OpenWrite(_folder["a.ova"]))
        {
            file.SetLength(512 + (12L << 30));
        }

        using var archive = DiskFile.Open(_folder["a.ova"]);
        Assert.Equal(12L << 30, Assert.Single(TarArchive.Members(archive)).Length);
    }

    [Fact]
    public void A_member_without_its_holes_is_refused()
    {
        Write(ExportMaker.Header("a", ExportMaker.Octal(0), 'S'));

        Assert.Contains("stores a without its holes", Assert.Throws<V2KException>(() => DiskFile.Open(_folder["a.ova/a"])).What, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("gnu")]
    [InlineData("pax")]
    public async Task What_GNU_tar_packed_without_its_holes_is_refused_by_its_name_and_the_rest_is_read(string format)
    {
        Skip.If(!File.Exists("/bin/tar"), "there is no tar");

        // More data between more holes than one list has room for.
        using (var file = File.Create(_folder["disk.vmdk"]))
        {
            for (var i = 1; i <= 60; i++)
            {
                file.Position = i * 100_000;
                file.WriteByte(1);
            }

            file.SetLength(8_000_000);
        }

        _folder.Write("b.ovf", "after it");
        await Cli.Wrap("/bin/tar").WithWorkingDirectory(_folder.Path)
            .WithArguments(["--create", "--sparse", "--format", format, "--file", "a.ova", "disk.vmdk", "b.ovf"]).ExecuteAsync();

        using var archive = DiskFile.Open(_folder["a.ova"]);
        Assert.Equal([("disk.vmdk", true), ("b.ovf", false)], TarArchive.Members(archive).Select(member => (member.Name, member.IsSparse)));
        Assert.Contains(
            "stores disk.vmdk without its holes", Assert.Throws<V2KException>(() => DiskFile.Open(_folder["a.ova/disk.vmdk"])).What, StringComparison.Ordinal);
        using var rest = DiskFile.Open(_folder["a.ova/b.ovf"]);
        Assert.Equal(8, rest.Size);
    }

    [Fact]
    public void An_endless_list_of_holes_is_refused()
    {
        var header = ExportMaker.Header("a", ExportMaker.Octal(0), 'S');
        header[482] = 1;
        Sum(header);
        var list = new byte[2 << 20];
        for (var i = 504; i < list.Length; i += 512)
        {
            list[i] = 1;
        }

        Write([.. header, .. list]);

        Assert.Contains("a list of holes is longer than", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_is_compressed_as_a_whole_is_reported_as_such()
    {
        Write([0x1F, 0x8B, 8, 0, .. new byte[1000]]);

        Assert.Contains("is compressed as a whole (gzip)", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("77777777777", '0', "a of the archive should be at byte 512, 8589934591 bytes long, but the file ends at byte 512")]
    [InlineData("many", '0', "a tar header gives no length")]
    [InlineData("77777777777", 'L', "a of the archive should be at byte 512")]
    [InlineData("77777777777", 'x', "a of the archive should be at byte 512")]
    public void A_member_that_is_longer_than_the_archive_is_refused(string size, char type, string expected)
    {
        Write(ExportMaker.Header("a", size, type));

        Assert.Contains(expected, Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("99999 path=a\n")]
    [InlineData("0 path=a\n")]
    [InlineData("10 size=-1\n")]
    public void Records_that_make_no_sense_are_refused(string records)
    {
        var data = new byte[512];
        Encoding.UTF8.GetBytes(records).CopyTo(data, 0);
        Write([.. ExportMaker.Header("a", ExportMaker.Octal(records.Length), 'x'), .. data]);

        Assert.Contains("has a pax header", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_headers_without_end_is_refused()
    {
        using (var file = File.Create(_folder["a.ova"]))
        {
            var header = ExportMaker.Header("a", ExportMaker.Octal(0));
            for (var i = 0; i < 10_001; i++)
            {
                file.Write(header);
            }
        }

        Assert.Contains("has more than 10000 members", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_arbitrary_bytes_is_read_or_refused()
    {
        ExportMaker.Pack(_folder["a.ova"], TarEntryFormat.Pax, ("a.ovf", [1, 2, 3]), (new string('n', 200), new byte[1000]), ("d", [9]));
        var sound = File.ReadAllBytes(_folder["a.ova"]);
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var spoilt = (byte[])sound.Clone();
            for (var j = 0; j < 3; j++)
            {
                spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
            }

            // A checksum that fits lets the rest of the header be looked at.
            Sum(spoilt.AsSpan(0, 512));
            Write(spoilt);
            using var archive = DiskFile.Open(_folder["a.ova"]);
            try
            {
                Assert.All(TarArchive.Members(archive), member => Assert.InRange(member.Position + member.Length, 0, archive.Size));
            }
            catch (V2KException refused)
            {
                Assert.Equal(archive.Path, refused.File);
            }
        }
    }

    private void Write(byte[] bytes) => File.WriteAllBytes(_folder["a.ova"], bytes);

    private static void Sum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var b in header)
        {
            sum += b;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private string Refusal()
    {
        using var archive = DiskFile.Open(_folder["a.ova"]);
        return Assert.Throws<V2KException>(() => TarArchive.Members(archive).ToList()).What;
    }
}
