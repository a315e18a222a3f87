using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>The description: the annotation, its line feeds and all.</summary>
/// <example>
/// annotation = "Public web server.|0AOwner: |22web|22 team"
/// →
/// &lt;description&gt;Public web server.
/// Owner: "web" team&lt;/description&gt;
/// </example>
[Rule(nameof(Domain.Description), Topic.General)]
public static class DescriptionRule
{
    public static string? Map([Vmx("annotation")] string? annotation) =>
        annotation?.ReplaceLineEndings("\n").TrimEnd();
}
