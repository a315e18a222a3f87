using System.Text;
using CsCheck;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Vmx;

public sealed class VmxDocumentProperties
{
    private static readonly Gen<string> Key = Gen.Char["abcXYZ019.:_-"].Array[1, 12].Select(c => new string(c));

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Char[' ', '~'], Gen.Char['\u00A0', '\u04FF'], Gen.Char["\n\r\t|\"#="]).Array[0, 40].Select(c => new string(c));

    [Fact]
    public void Every_written_value_is_read_back() =>
        Gen.Select(Key, Value).Array[1, 20].Sample(settings =>
        {
            var text = string.Join('\n', settings.Select(s => $"{s.Item1} = \"{Escape(s.Item2)}\""));
            var document = VmxDocument.Parse(Encoding.UTF8.GetBytes(text), "x.vmx");

            Assert.Empty(document.Findings);
            var read = new List<(string, string)>();
            foreach (var entry in document.Entries)
            {
                read.Add((document.Key(entry).ToString(), document.Value(entry).ToString()));
            }

            Assert.Equal(settings, read);
        });

    [Fact]
    public void No_bytes_crash_it() =>
        Gen.Byte.Array[0, 400].Sample(AcceptsOrRefuses);

    [Fact]
    public void A_damaged_file_never_crashes_the_reader()
    {
        var good = Encoding.UTF8.GetBytes(
            ".encoding = \"Shift_JIS\"\r\ndisplayName = \"web|22\"\n# x\nscsi0:0.fileName = \"|E2|82|AC.vmdk\"\nmemsize = 4096\n");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 8].Sample(damage =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value) in damage)
            {
                bytes[at] = value;
            }

            AcceptsOrRefuses(bytes);
        });
    }

    private static void AcceptsOrRefuses(byte[] bytes)
    {
        try
        {
            var document = VmxDocument.Parse(bytes, "x.vmx");
            foreach (var entry in document.Entries)
            {
                Assert.True(entry.KeyLength > 0);
                Assert.True(entry.ValueStart + entry.ValueLength <= document.Text.Length);
                Assert.True(document.Value(entry).Length >= 0);
            }
        }
        catch (V2KException e)
        {
            Assert.Equal("x.vmx", e.File);
        }
    }

    private static string Escape(string value)
    {
        var escaped = new StringBuilder();
        foreach (var c in value)
        {
            _ = c is '|' or '"' or '\n' or '\r' ? escaped.Append('|').Append($"{(int)c:X2}") : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
