using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>The title: the display name as it was, where the domain's name had to differ from it.</summary>
/// <example>
/// displayName = "shop/web 01"
/// →
/// &lt;title&gt;shop/web 01&lt;/title&gt;
/// </example>
[Rule(nameof(Domain.Title), Topic.General)]
public static class TitleRule
{
    // libvirt refuses a title with a line feed.
    public static string? Map([Vmx("displayName")] string? displayName, [From(nameof(Domain.Name))] string name) =>
        displayName is null || displayName == name ? null : Printable.OneLine(displayName);
}
