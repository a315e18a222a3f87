using System.Text;
using V2K.Rules.Findings;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Vmx;

/// <summary>Lines that went through a word processor, a web page or a chat.</summary>
public sealed class OddQuotesTests
{
    [Theory]
    [InlineData("“TRUE”")]
    [InlineData("”TRUE”")]
    [InlineData("„TRUE“")]
    [InlineData("‟TRUE″")]
    [InlineData("″TRUE″")]
    [InlineData("«TRUE»")]
    [InlineData("»TRUE«")]
    [InlineData("‘TRUE’")]
    [InlineData("'TRUE'")]
    [InlineData("`TRUE´")]
    [InlineData("“TRUE")]
    [InlineData("TRUE”")]
    [InlineData("“TRUE\"")]
    [InlineData("\"TRUE”")]
    [InlineData("“TRUE” # the system disk")]
    [InlineData("“TRUE # the system disk")]
    [InlineData("&quot;TRUE&quot;")]
    [InlineData("\u00A0\"TRUE\"")]
    [InlineData("\u200BTRUE")]
    [InlineData("â€œTRUEâ€\u009D", "windows-1252")]
    public void A_value_in_curly_quotes_is_read_as_it_is_meant_and_reported_with_its_line(string written, string encoding = "UTF-8")
    {
        var text = $".encoding = \"{encoding}\"\ndisplayName = \"web01\"\nscsi0:0.present = {written}\n";
        // What looks like â€œ in a file of windows-1252 are the marks in UTF-8.
        var bytes = encoding == "UTF-8" ? Encoding.UTF8.GetBytes(text)
            : Encoding.UTF8.GetBytes(text.Replace("â€œ", "“", StringComparison.Ordinal).Replace("â€\u009D", "”", StringComparison.Ordinal));

        var document = VmxDocument.Parse(bytes, "web01.vmx");

        Assert.Equal("TRUE", document.Find("scsi0:0.present"));
        var finding = Assert.Single(document.Findings);
        Assert.Equal((Severity.Warning, FindingId.UnreadableText, 3, "scsi0:0.present"), (finding.Severity, finding.Id, finding.Line, finding.Key));
    }

    [Fact]
    public void Curly_quotes_of_a_Windows_code_page_are_found_whether_or_not_the_file_names_it()
    {
        foreach (var line in new[] { "", ".encoding = \"windows-1252\"\n" })
        {
            byte[] bytes = [.. Encoding.ASCII.GetBytes(line + "scsi0:0.present = "), 0x93, .. "TRUE"u8, 0x94, (byte)'\n'];

            var document = VmxDocument.Parse(bytes, "web01.vmx");

            Assert.Equal("TRUE", document.Find("scsi0:0.present"));
            Assert.Contains(document.Findings, finding => finding.Key == "scsi0:0.present");
        }
    }

    [Theory]
    [InlineData("\"“Web” server\"", "“Web” server")]
    [InlineData("\"Server «A»\"", "Server «A»")]
    [InlineData("Server «A»", "Server «A»")]
    [InlineData("«A» and «B» together", "«A» and «B» together")]
    [InlineData("Bob’s server", "Bob’s server")]
    [InlineData("\"Bob's 'server'\"", "Bob's 'server'")]
    [InlineData("'tis", "'tis")]
    [InlineData("Prüfstand", "Prüfstand")]
    public void Quotes_inside_a_text_are_kept(string written, string value)
    {
        var document = VmxDocument.Parse(Encoding.UTF8.GetBytes($"displayName = {written}\n"), "web01.vmx");

        Assert.Equal(value, document.Find("displayName"));
        Assert.Empty(document.Findings);
    }

    [Fact]
    public void A_VM_whose_every_line_is_in_curly_quotes_keeps_its_disk()
    {
        var vm = Vm.Translate("displayName = “web01”\nscsi0.present = “TRUE”\nscsi0:0.present = “TRUE”\nscsi0:0.fileName = “web01.vmdk”\n");

        Assert.Equal("web01.vmdk", Assert.Single(vm.Domain.Disks).VmxFileName);
        Assert.Equal([1, 2, 3, 4], vm.Findings.Where(finding => finding.Id == FindingId.UnreadableText).Select(finding => finding.Line));
    }
}
