using Microsoft.CodeAnalysis;

namespace V2K.Generators.Parsing;

/// <summary>Gathers what is wrong with one class, and where its parts stand.</summary>
/// <param name="class">Where the class's name stands.</param>
internal sealed class Faults(Location @class)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<string, Location> _places = new(StringComparer.Ordinal) { [Place.Class] = @class };

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _diagnostics.Count > 0;

    /// <summary>Notes where a part stands.</summary>
    public void Mark(string place, Location? location)
    {
        if (location is not null)
        {
            _places[place] = location;
        }
    }

    /// <summary>Notes what is wrong with a part.</summary>
    public void Add(DiagnosticDescriptor descriptor, string place, params object[] arguments)
    {
        var location = _places.TryGetValue(place, out var known) ? known : _places[Place.Class];
        _diagnostics.Add(Diagnostic.Create(descriptor, location, arguments));
    }

    /// <summary>The result for the class.</summary>
    public Parsed<T> Close<T>(IReadOnlyList<T> models, string path) => new(models, path, _places, _diagnostics);
}
