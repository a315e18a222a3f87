using System.Diagnostics;
using System.Text;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Vmx;

public sealed class VmxDocumentTests
{
    private static VmxDocument Parse(string text, Encoding? encoding = null) =>
        VmxDocument.Parse((encoding ?? Encoding.UTF8).GetBytes(text), "web01.vmx");

    private static Encoding CodePage(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number)!;

    [Theory]
    [InlineData("memsize = \"4096\"", "4096")]
    [InlineData("  memsize=\"4096\"  ", "4096")]
    [InlineData("\tmemsize\t=\t\"4096\"\t# four gigabytes", "4096")]
    [InlineData("memsize = 4096", "4096")]
    [InlineData("memsize = 4096 # four gigabytes", "4096")]
    [InlineData("memsize = \"\"", "")]
    [InlineData("memsize =", "")]
    [InlineData("memsize = \" 4096 \"", " 4096 ")]
    [InlineData("memsize = \"#4 = a\"", "#4 = a")]
    public void A_value_is_what_stands_between_the_quotes_or_is_bare(string line, string value)
    {
        var document = Parse(line);

        Assert.Equal(value, document.Find("memsize"));
        Assert.Empty(document.Findings);
    }

    [Theory]
    [InlineData("a |7Cb|7C |22c|22", "a |b| \"c\"")]
    [InlineData("first|0Asecond|0D|0Athird", "first\nsecond\r\nthird")]
    [InlineData("M|C3|BCller", "Müller")]
    [InlineData("|E2|82|AC 5", "€ 5")]
    [InlineData("100 |", "100 |")]
    [InlineData("|zz|2", "|zz|2")]
    [InlineData("|7c|", "||")]
    [InlineData("|FF", "\uFFFD")]
    public void A_vertical_bar_and_two_hex_digits_encode_a_byte(string written, string value) =>
        Assert.Equal(value, Parse($"annotation = \"{written}\"").Find("annotation"));

    [Fact]
    public void A_key_is_found_without_regard_to_case() => Assert.Equal("x", Parse("displayName = x").Find("DISPLAYNAME"));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_are_counted_whatever_ends_them(string end)
    {
        var document = Parse(string.Join(end, "#!/usr/bin/vmware", "", "# comment", "a = \"1\"", "", "b = \"2\""));

        Assert.Equal([4, 6], document.Entries.ToArray().Select(e => e.Line));
    }

    [Fact]
    public void Duplicates_are_all_kept_and_the_last_is_found()
    {
        var document = Parse("a = \"1\"\nA = \"2\"");

        Assert.Equal(2, document.Entries.Length);
        Assert.Equal("2", document.Find("a"));
    }

    [Theory]
    [InlineData(".encoding = \"windows-1252\"", 1252, "Prüfstand")]
    [InlineData(".ENCODING=\"GBK\"", 936, "测试服务器")]
    [InlineData(".encoding = \"Shift_JIS\"", 932, "サーバー表")]
    [InlineData(".encoding = \"windows-936-2000\"", 936, "测试")]
    [InlineData(".encoding = \"ibm-943_P15A-2003\"", 932, "サーバー")]
    [InlineData(".encoding = \"Big5\"", 950, "伺服器")]
    [InlineData(".encoding = \"EUC-KR\"", 51949, "서버")]
    [InlineData(".encoding = \"ISO-8859-1\"", 28591, "Prüfstand")]
    [InlineData(".encoding = \"UTF-8\"", 65001, "Prüfstand 测试")]
    public void The_encoding_line_sets_the_encoding_of_file_names(string line, int codePage, string name)
    {
        var encoding = codePage switch
        {
            65001 => new UTF8Encoding(false),
            28591 => Encoding.Latin1,
            _ => CodePage(codePage),
        };
        var document = Parse($"{line}\ndisplayName = \"{name}\"", encoding);

        Assert.Equal(name, document.Find("displayName"));
        Assert.Empty(document.Findings);
    }

    [Fact]
    public void Without_an_encoding_line_what_is_no_UTF_8_is_windows_1252()
    {
        var document = Parse("displayName = \"Prüfstand\"", CodePage(1252));

        Assert.Equal("Prüfstand", document.Find("displayName"));
        Assert.Contains("not valid UTF-8", Assert.Single(document.Findings).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("klingon-1")]
    [InlineData("windows-99999999999")]
    [InlineData("utf-7")]
    public void An_unknown_encoding_is_a_finding_with_its_line(string name)
    {
        var document = Parse($"# one\n.encoding = \"{name}\"\ndisplayName = \"Prüfstand\"");

        var finding = Assert.Single(document.Findings);
        Assert.Equal(2, finding.Line);
        Assert.Equal("Prüfstand", document.Find("displayName"));
    }

    public static TheoryData<Encoding> Unicodes => [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    [Theory]
    [MemberData(nameof(Unicodes))]
    public void A_byte_order_mark_is_obeyed(Encoding encoding)
    {
        var bytes = encoding.GetPreamble().Concat(encoding.GetBytes("displayName = \"Prüf|22stand\"\r\nmemsize = \"4\""));
        var document = VmxDocument.Parse(bytes.ToArray(), "web01.vmx");

        Assert.Equal("Prüf\"stand", document.Find("displayName"));
        Assert.Equal("4", document.Find("memsize"));
        Assert.Empty(document.Findings);
    }

    [Fact]
    public void UTF_16_is_known_without_its_mark() =>
        Assert.Equal("x", Parse("displayName = \"x\"", new UnicodeEncoding(bigEndian: false, byteOrderMark: false)).Find("displayName"));

    [Theory]
    [InlineData("a = \"1", "1", "closing quote is missing")]
    [InlineData("a = \"1\" 2", "1", "text follows")]
    public void An_odd_value_is_taken_as_a_person_would_and_reported(string line, string value, string what)
    {
        var document = Parse("b = \"2\"\n" + line);

        Assert.Equal(value, document.Find("a"));
        var finding = Assert.Single(document.Findings);
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        Assert.Equal(2, finding.Line);
    }

    [Fact]
    public void A_bare_quote_inside_a_value_belongs_to_it() =>
        Assert.Equal("the \"old\" server", Parse("annotation = \"the \"old\" server\" # said Bob").Find("annotation"));

    [Theory]
    [InlineData("no setting at all")]
    [InlineData("= \"value\"")]
    [InlineData("two words = \"value\"")]
    [InlineData("be\u0001ll = \"value\"")]
    public void A_line_that_is_no_setting_is_reported_and_left_out(string line)
    {
        var document = Parse("a = \"1\"\n" + line);

        Assert.Equal(1, document.Entries.Length);
        Assert.Equal(2, Assert.Single(document.Findings).Line);
    }

    [Fact]
    public void Thousands_of_odd_lines_do_not_make_thousands_of_findings()
    {
        var document = Parse("a = \"1\"\n" + string.Join('\n', Enumerable.Repeat("junk", 5000)));

        Assert.Equal(21, document.Findings.Count);
        Assert.StartsWith("4980 more lines", document.Findings[^1].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n\n")]
    [InlineData("KDMV\u0001\0\0\0\u0003\0\0\0")]
    public void A_file_without_settings_is_refused_by_name(string text)
    {
        var e = Assert.Throws<V2KException>(() => Parse(text));

        Assert.Equal("web01.vmx", e.File);
    }

    [Fact]
    public void A_file_as_large_as_a_disk_is_refused_before_it_is_decoded()
    {
        var e = Assert.Throws<V2KException>(() => VmxDocument.Parse(new byte[100 << 20], "web01.vmx"));

        Assert.Contains("104857600 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_lines_are_read()
    {
        var document = Parse(string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"guestinfo.k{i} = \"value {i}\"")));

        Assert.Equal(10_000, document.Entries.Length);
        Assert.Equal("value 9999", document.Find("guestinfo.k9999"));
    }

    [Fact]
    public void A_line_of_quotes_as_long_as_a_file_may_be_takes_no_quadratic_time()
    {
        var clock = Stopwatch.StartNew();
        var document = Parse("a = \"" + string.Concat(Enumerable.Repeat("\"x", VmxDocument.MaximumLength / 2 - 16)));

        Assert.Equal(1, document.Entries.Length);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }
}
