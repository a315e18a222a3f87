using Microsoft.CodeAnalysis;

namespace V2K.Generators.Parsing;

/// <summary>
/// What was read from one class: the models, which the translator is made of, and beside them what only diagnostics
/// need. Never cached: it holds locations, which every edit above the class moves.
/// </summary>
/// <param name="Models">The models without their site, which only the file's path tells.</param>
/// <param name="Path">The file's path.</param>
/// <param name="Places">Where things stand: <see cref="Place"/> and names of parameters or keys.</param>
/// <param name="Diagnostics">What is wrong with the class by itself.</param>
internal sealed record Parsed<T>(
    IReadOnlyList<T> Models, string Path, IReadOnlyDictionary<string, Location> Places, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The same with other models.</summary>
    public Parsed<T> With(Func<T, T> change) => this with { Models = [.. Models.Select(change)] };

    /// <summary>The location of a place, or of the class where it has none of its own.</summary>
    public Location Locate(string place) => Places.TryGetValue(place, out var location) ? location : Places[Place.Class];
}

/// <summary>The places of a rule that diagnostics point at, beside its parameters.</summary>
internal static class Place
{
    public const string Class = "class";
    public const string Rule = "[Rule]";
    public const string ForEach = "[ForEach]";
    public const string Map = "Map()";
}
