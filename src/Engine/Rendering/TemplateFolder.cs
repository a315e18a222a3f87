using System.Security.Cryptography;
using System.Text;
using Scriban;
using Scriban.Parsing;
using V2K.Rules;

namespace V2K.Engine.Rendering;

/// <summary>
/// The templates of a folder and those that override them, parsed once. They are addressed by their path below the
/// folder, such as <c>devices/disk.scriban</c>. V2K's own are parsed when they are first needed: where all is up to date, none is.
/// </summary>
public sealed class TemplateFolder
{
    private const string Pattern = "*.scriban";

    private readonly Dictionary<string, Lazy<Template>> _templates;

    private TemplateFolder(string hash, Dictionary<string, Lazy<Template>> templates) => (Hash, _templates) = (hash, templates);

    /// <summary>SHA-256 over all names and texts, in lower-case hexadecimal: output depends on nothing else here.</summary>
    public string Hash { get; }

    /// <summary>The folder that a build puts beside the program.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "templates");

    /// <summary>Loads the templates of the domain XML, or those of the report.</summary>
    /// <param name="overrides">A folder whose templates replace those of the same name, or null.</param>
    /// <param name="report">Those below <c>report/</c>; false: all others.</param>
    /// <exception cref="V2KException">A folder is missing, or a template of <paramref name="overrides"/> does not parse.</exception>
    public static TemplateFolder Load(string? overrides = null, bool report = false)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        AddFiles(Default, files);
        if (overrides is not null)
        {
            AddFiles(overrides, files);
        }

        // A change to the report's template makes no domain out of date.
        foreach (var other in files.Keys.Where(name => name.StartsWith("report/", StringComparison.Ordinal) != report).ToList())
        {
            files.Remove(other);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var templates = new Dictionary<string, Lazy<Template>>(StringComparer.Ordinal);
        foreach (var (name, path) in files)
        {
            // Git may have given the templates other line ends; the output has LF alone.
            var text = File.ReadAllText(path).ReplaceLineEndings("\n");
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{text}\0"));
            var template = new Lazy<Template>(() => Parse(text, path));
            templates.Add(name, template);
            if (overrides is not null && path.StartsWith(overrides, StringComparison.Ordinal))
            {
                // Somebody's own is better refused now than after an hour of copying.
                _ = template.Value;
            }
        }

        return new TemplateFolder(Convert.ToHexStringLower(hash.GetHashAndReset()), templates);
    }

    /// <summary>The template called <paramref name="name"/>, or null.</summary>
    public Template? Find(string name) => _templates.GetValueOrDefault(name)?.Value;

    /// <summary>The template called <paramref name="name"/>.</summary>
    /// <exception cref="V2KException">There is none.</exception>
    public Template Get(string name)
    {
        Require(name);
        return _templates[name].Value;
    }

    /// <summary>Sees that there is a template called <paramref name="name"/>.</summary>
    /// <exception cref="V2KException">There is none.</exception>
    public void Require(string name)
    {
        if (!_templates.ContainsKey(name))
        {
            throw new V2KException($"there is no template {name}", $"Restore it in {Default}");
        }
    }

    private static void AddFiles(string folder, SortedDictionary<string, string> files)
    {
        if (!Directory.Exists(folder))
        {
            throw new V2KException("there is no such template folder", "Check the path", folder);
        }

        foreach (var path in Directory.EnumerateFiles(folder, Pattern, SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(folder, path)] = path;
        }
    }

    private static Template Parse(string text, string path)
    {
        var template = Template.Parse(text, path);
        return template.Messages.FirstOrDefault(m => m.Type == ParserMessageType.Error) is { } error
            ? throw new V2KException(
                error.Message, "Correct the template", path, error.Span.Start.Line + 1)
            : template;
    }
}
