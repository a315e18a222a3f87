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
    /// <exception cref="V2KException">
    /// <paramref name="overrides"/> is missing, unreadable or without templates, or one of its templates does not parse (<see cref="FailureKind.Usage"/>);
    /// or V2K's own folder is missing.
    /// </exception>
    public static TemplateFolder Load(string? overrides = null, bool report = false)
    {
        try
        {
            return Read(overrides, report);
        }
        catch (Exception cause) when (overrides is not null && cause is IOException or UnauthorizedAccessException)
        {
            throw WrongFolder($"cannot be read: {cause.Message.TrimEnd('.')}", overrides!, cause);
        }
    }

    private static TemplateFolder Read(string? overrides, bool report)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(Default))
        {
            throw new V2KException("the template folder is missing", "Install V2K again", Default);
        }

        AddFiles(Default, files);
        if (overrides is not null)
        {
            if (!Directory.Exists(overrides))
            {
                throw WrongFolder("there is no such template folder", overrides);
            }

            if (AddFiles(overrides, files) == 0)
            {
                throw WrongFolder($"contains no templates ({Pattern})", overrides);
            }
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
                // A wrong template stops the run here, before disks are copied.
                try
                {
                    _ = template.Value;
                }
                catch (V2KException wrong)
                {
                    wrong.Kind = FailureKind.Usage;
                    throw;
                }
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

    private static V2KException WrongFolder(string what, string folder, Exception? cause = null) =>
        new(what, "Correct templates: in the configuration", folder, cause: cause) { Kind = FailureKind.Usage };

    /// <returns>The number of templates in <paramref name="folder"/>.</returns>
    private static int AddFiles(string folder, SortedDictionary<string, string> files)
    {
        var paths = Directory.GetFiles(folder, Pattern, SearchOption.AllDirectories);
        foreach (var path in paths)
        {
            files[Path.GetRelativePath(folder, path)] = path;
        }

        return paths.Length;
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
