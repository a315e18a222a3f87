using Microsoft.CodeAnalysis.CSharp;

namespace V2K.Generators.Emitting;

/// <summary>Writes values as C#.</summary>
internal static class Literal
{
    /// <summary>A string in quotes with everything escaped; <c>null</c> for null.</summary>
    public static string Of(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A collection expression of strings.</summary>
    public static string Of(IEnumerable<string> texts) => "[" + string.Join(", ", texts.Select(Of)) + "]";
}
