namespace VerifyTests;

/// <summary>Which file a text is held against.</summary>
public sealed class VerifySettings
{
    internal string? Directory { get; private set; }

    internal string? FileName { get; private set; }

    internal IReadOnlyList<object?> Parameters { get; private set; } = [];

    /// <summary>Keeps the file in <paramref name="directory"/>, relative to the test's own folder.</summary>
    public void UseDirectory(string directory) => Directory = directory;

    /// <summary>Names the file <paramref name="fileName"/> instead of after class and method.</summary>
    public void UseFileName(string fileName) => FileName = fileName;

    /// <summary>Tells the cases of a theory apart: the arguments of the test, in order, become part of the file's name.</summary>
    public void UseParameters(params object?[] parameters) => Parameters = parameters;
}
