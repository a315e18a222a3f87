using System.Text;
using System.Text.Unicode;
using System.Xml;
using V2K.Rules;
using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>Reads the XML of a description, which is hostile input: no entities, nothing fetched, sizes and depth bounded.</summary>
internal static class OvfXml
{
    /// <summary>The largest file taken for a description, in bytes. Those with licences in several languages have a tenth of it.</summary>
    internal const int MaximumLength = 8 << 20;

    /// <summary>Elements and attributes in all. The description of a vCenter appliance has 6,000.</summary>
    private const int MaximumParts = 200_000;

    /// <summary>How deep elements may stand in each other: VirtualBox describes a snapshot inside the one before.</summary>
    private const int MaximumDepth = 256;

    private const string Damaged = "The description is damaged: export the VM again";

    /// <summary>Reads the root element.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="isGuessed">Whether the bytes are in no encoding that they could be in, and were read as windows-1252.</param>
    /// <exception cref="V2KException">It is no XML, or more of it than any description has.</exception>
    internal static OvfElement Parse(byte[] bytes, string path, out bool isGuessed)
    {
        RefuseLength(bytes.Length, path);
        using var text = Decode(bytes, out isGuessed, out var skipped);
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = MaximumLength,
        };
        try
        {
            using var reader = XmlReader.Create(text, settings);
            return Read(reader, path, skipped);
        }
        catch (XmlException e)
        {
            var line = e.LineNumber > 0 ? e.LineNumber + skipped : (int?)null;
            throw e.Message.Contains("DTD", StringComparison.Ordinal)
                ? new V2KException(
                    "has a document type declaration (DTD), which is not allowed in an OVF and could include entities",
                    "Treat the file as hostile, or export the VM again",
                    path,
                    line,
                    cause: e)
                : new V2KException($"is not XML: {e.Message}", Damaged, path, line, cause: e);
        }
    }

    /// <summary>Refuses a file that is too long to be a description, before anything is read of it.</summary>
    /// <exception cref="V2KException">It is too long.</exception>
    internal static void RefuseLength(long length, string path)
    {
        if (length > MaximumLength)
        {
            throw new V2KException(
                $"is {length} bytes long, and a description has at most {MaximumLength}", "Check that it is a virtual machine's .ovf file, not a disk", path);
        }
    }

    private static OvfElement Read(XmlReader reader, string path, int skipped)
    {
        var lines = (IXmlLineInfo)reader;
        OvfElement? root = null;
        var open = new Stack<OvfElement>();
        var contents = new Stack<StringBuilder>();
        var parts = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var element = new OvfElement(
                        open.TryPeek(out var parent) ? parent : null, reader.Name, reader.LocalName, OvfNamespaces.Of(reader.NamespaceURI), lines.LineNumber + skipped);
                    parts += 1 + reader.AttributeCount;
                    if (parts > MaximumParts || open.Count >= MaximumDepth)
                    {
                        throw new V2KException(
                            parts > MaximumParts
                                ? $"has more than {MaximumParts} elements and attributes, too many for a description"
                                : $"nests elements more than {MaximumDepth} deep, too deep for a description",
                            "Treat the file as hostile, or export the VM again",
                            path,
                            lines.LineNumber + skipped);
                    }

                    parent?.Add(element);
                    root ??= element;
                    var isEmpty = reader.IsEmptyElement;
                    AddAttributes(element, reader, lines, skipped);
                    if (!isEmpty)
                    {
                        open.Push(element);
                        contents.Push(new StringBuilder());
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop().Content = contents.Pop().ToString().Trim();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    contents.Peek().Append(reader.Value);
                    break;
            }
        }

        return root!;
    }

    private static void AddAttributes(OvfElement element, XmlReader reader, IXmlLineInfo lines, int skipped)
    {
        while (reader.MoveToNextAttribute())
        {
            // An attribute without a prefix belongs to its element.
            var space = reader.Prefix.Length == 0 && reader.LocalName != "xmlns" ? element.Space : OvfNamespaces.Of(reader.NamespaceURI);
            element.Add(new OvfAttribute(element, reader.Name, reader.LocalName, space, lines.LineNumber + skipped, reader.Value));
        }
    }

    /// <summary>The text, in the encoding that the file declares; VirtualBox on Windows and people's editors write others than UTF-8.</summary>
    private static TextReader Decode(byte[] bytes, out bool isGuessed, out int skippedLines)
    {
        (isGuessed, skippedLines) = (false, 0);
        if (bytes is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, _, ..] or [_, 0, ..])
        {
            return new StreamReader(new MemoryStream(bytes), bytes is [0xFE, ..] or [0, ..] ? Encoding.BigEndianUnicode : Encoding.Unicode);
        }

        var encoding = Declared(bytes) is { } name ? VmwareEncoding.Named(name) : null;
        if (encoding is null or UTF8Encoding)
        {
            isGuessed = !Utf8.IsValid(bytes);
            encoding = isGuessed ? VmwareEncoding.Windows1252 : Encoding.UTF8;
        }

        // Nothing may stand before the declaration, and blank lines sometimes do.
        var text = encoding.GetString(bytes);
        var trimmed = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        skippedLines = text.AsSpan(0, text.Length - trimmed.Length).Count('\n');
        return new StringReader(trimmed);
    }

    /// <summary>The encoding in the XML declaration; null without.</summary>
    private static string? Declared(byte[] bytes)
    {
        const string Mark = "encoding=";
        var start = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 200));
        var end = start.IndexOf("?>", StringComparison.Ordinal);
        var at = end < 0 ? -1 : start.IndexOf(Mark, 0, end, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var value = start[(at + Mark.Length)..end];
        return value.Length > 2 && value.IndexOf(value[0], 1) is > 1 and var close ? value[1..close] : null;
    }
}
