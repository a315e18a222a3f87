using System.Collections.Concurrent;
using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Rendering;

/// <summary>
/// Lays a domain out as libvirt's XML: two spaces a level, LF line ends, single quotes, as <c>virsh dumpxml</c> prints
/// it. Safe to use from several threads at once.
/// </summary>
public sealed class DomainRenderer
{
    private readonly ConcurrentBag<MarkupContext> _contexts = [];
    private readonly TemplateFolder _templates;
    private readonly Template _domain;

    /// <summary>Renders with <paramref name="templates"/>, of which <c>domain.scriban</c> is the start.</summary>
    /// <exception cref="V2KException">The folder has no <c>domain.scriban</c>.</exception>
    public DomainRenderer(TemplateFolder templates)
    {
        _templates = templates;
        _domain = templates.Get("domain.scriban");
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

        context.PushGlobal(new ScriptObject(StringComparer.Ordinal) { ["domain"] = domain });
        try
        {
            return _domain.Render(context);
        }
        catch (ScriptRuntimeException e)
        {
            // A context that failed may have half a document in it, and is not used again.
            context = null;
            throw new V2KException(
                e.OriginalMessage, "Correct the template", e.Span.FileName, e.Span.Start.Line + 1, cause: e);
        }
        finally
        {
            if (context is not null)
            {
                context.PopGlobal();
                _contexts.Add(context);
            }
        }
    }
}
