using System.Collections.Concurrent;
using Scriban.Runtime;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Rendering;

/// <summary>
/// Lays a domain out as libvirt's XML: two spaces a level, LF line ends, single quotes, as <c>virsh dumpxml</c> prints
/// it. Safe to use from several threads at once.
/// </summary>
public sealed class DomainRenderer
{
    private const string Start = "domain.scriban";

    private readonly ConcurrentBag<MarkupContext> _contexts = [];
    private readonly TemplateFolder _templates;

    /// <summary>Renders with <paramref name="templates"/>, of which <c>domain.scriban</c> is the start.</summary>
    /// <exception cref="V2KException">The folder has no <c>domain.scriban</c>.</exception>
    public DomainRenderer(TemplateFolder templates)
    {
        _templates = templates;
        templates.Require(Start);
    }

    /// <summary>The hash of all templates: the XML is a function of the domain and this.</summary>
    public string TemplatesHash => _templates.Hash;

    /// <summary>The domain's XML.</summary>
    /// <exception cref="V2KException">A template asks for what the model does not have; it names template and line.</exception>
    public string Render(Domain domain)
    {
        if (!_contexts.TryTake(out var context))
        {
            context = new MarkupContext(_templates);
        }

        // A context that fails may have half a document in it: it is not put back.
        var xml = context.Render(Start, new ScriptObject(StringComparer.Ordinal) { ["domain"] = domain });
        _contexts.Add(context);
        return xml;
    }
}
