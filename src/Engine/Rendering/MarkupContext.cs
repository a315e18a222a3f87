using System.Globalization;
using System.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;
using V2K.Rules;

namespace V2K.Engine.Rendering;

/// <summary>
/// Renders a template into markup: whatever an expression yields is escaped on its way out, so that no template
/// author can forget to. Only the template's own text and included templates come out as they are.
/// </summary>
internal sealed class MarkupContext : TemplateContext
{
    private readonly TemplateFolder _templates;

    internal MarkupContext(TemplateFolder templates)
        : base(Builtins())
    {
        _templates = templates;
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        EnableRelaxedTargetAccess = false;
        EnableRelaxedIndexerAccess = false;
        NewLine = "\n";
        // A domain has at most some hundred devices; a limit would only cut a large one short.
        LoopLimit = 0;
        LimitToString = 0;
    }

    /// <summary>Renders the template <paramref name="name"/> with <paramref name="globals"/>, and is ready for another.</summary>
    /// <exception cref="V2KException">A template asks for what the model does not have; it names template and line. The context may not be used again.</exception>
    internal string Render(string name, ScriptObject globals)
    {
        PushGlobal(globals);
        try
        {
            return _templates.Get(name).Render(this);
        }
        catch (ScriptRuntimeException e)
        {
            throw new V2KException(e.OriginalMessage, "Correct the template", e.Span.FileName, e.Span.Start.Line + 1, cause: e);
        }
        finally
        {
            PopGlobal();
        }
    }

    /// <inheritdoc/>
    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        var value = base.Evaluate(scriptNode, aliasReturnedFunction);

        // Scriban writes nothing for null. An empty element that was meant to be full is a template's fault.
        return value is null && scriptNode is ScriptExpression { Parent: ScriptExpressionStatement } and not ScriptAssignExpression
            ? throw new ScriptRuntimeException(scriptNode.Span, $"{scriptNode} is null: enclose it in {{ if }}")
            : value;
    }

    /// <inheritdoc/>
    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        switch (textAsObject)
        {
            case Markup markup:
                Write(markup.Text);
                break;
            case bool yes:
                Write(yes ? "yes" : "no");
                break;
            // The names of the model's enumerations are libvirt's, but for the capital.
            case Enum name:
                Write(name.ToString().ToLowerInvariant());
                break;
            default:
                WriteEscaped(Convert.ToString(textAsObject, CultureInfo.InvariantCulture) ?? "");
                break;
        }

        return this;
    }

    private void WriteEscaped(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.AsSpan().ContainsAny(Special))
        {
            Write(text);
            return;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&apos;"),
                // XML 1.0, section 3.3.3: a parser turns a bare line feed or tab in an attribute into a space.
                '\n' or '\t' when !InsideTag() => escaped.Append((char)rune.Value),
                '\n' => escaped.Append("&#10;"),
                '\t' => escaped.Append("&#9;"),
                '\r' => escaped.Append("&#13;"),
                // XML 1.0, production 2: no other control character may appear, not even as a reference.
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        }

        Write(escaped.ToString());
    }

    /// <summary>Whether what was written last has opened a tag and not closed it.</summary>
    private bool InsideTag()
    {
        var output = ((StringBuilderOutput)Output).Builder;
        for (var i = output.Length - 1; i >= 0; i--)
        {
            if (output[i] is '<' or '>')
            {
                return output[i] == '<';
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Special => "&<>\"'";

    private static ScriptObject Builtins() => new(StringComparer.Ordinal) { ["include"] = new IncludeMarkup() };

    /// <summary>What a template rendered to: already markup.</summary>
    private sealed record Markup(string Text);

    /// <summary>
    /// <c>include 'devices/disk.scriban'</c>: Scriban's own yields text, which would be escaped a second time. It and
    /// all other functions are left out on purpose: templates lay out, they do not compute.
    /// </summary>
    private sealed class IncludeMarkup : IScriptCustomFunction
    {
        public int RequiredParameterCount => 1;

        public int ParameterCount => 1;

        public ScriptVarParamKind VarParamKind => ScriptVarParamKind.None;

        public Type ReturnType => typeof(Markup);

        public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(string), "name");

        public object Invoke(
            TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
        {
            var name = arguments[0] as string ?? "";
            var template = ((MarkupContext)context)._templates.Find(name)
                ?? throw new ScriptRuntimeException(callerContext?.Span ?? default, $"there is no template {name}");
            return new Markup(context.RenderTemplate(template, [], callerContext));
        }

        public ValueTask<object?> InvokeAsync(
            TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
            new(Invoke(context, callerContext, arguments, blockStatement));
    }
}
