using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace VerifyTests;

/// <summary>A comparison that starts when it is awaited, so that its settings can be chained on before.</summary>
public sealed class SettingsTask
{
    private readonly string _text;
    private readonly string _extension;
    private readonly string _sourceFile;
    private readonly MethodInfo _test;
    private string? _directory;
    private string? _fileName;
    private object?[] _parameters = [];
    private Task? _comparison;

    internal SettingsTask(string text, string extension, string sourceFile, MethodInfo test)
    {
        _text = text;
        _extension = extension;
        _sourceFile = sourceFile;
        _test = test;
    }

    /// <summary>Keeps the file in <paramref name="directory"/>, relative to the test's own folder.</summary>
    public SettingsTask UseDirectory(string directory)
    {
        _directory = directory;
        return this;
    }

    /// <summary>Names the file <paramref name="fileName"/> instead of after class and method.</summary>
    public SettingsTask UseFileName(string fileName)
    {
        _fileName = fileName;
        return this;
    }

    /// <summary>Tells the cases of a theory apart: the arguments of the test, in order, become part of the file's name.</summary>
    public SettingsTask UseParameters(params object?[] parameters)
    {
        _parameters = parameters;
        return this;
    }

    /// <summary>Compares.</summary>
    public Task ToTask() => _comparison ??= Compare();

    /// <summary>Compares.</summary>
    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>A test may return the comparison itself.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "ToTask is the named alternative.")]
    public static implicit operator Task(SettingsTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.ToTask();
    }

    private Task Compare()
    {
        var source = SourceFile.Locate(_sourceFile, AppContext.BaseDirectory);
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, _directory ?? "."));
        var name = _fileName ?? SnapshotName.Of(_test, _parameters);
        return new Snapshot(Path.Combine(folder, name), _extension).CompareAsync(_text);
    }
}
