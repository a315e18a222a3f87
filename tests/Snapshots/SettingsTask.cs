using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace VerifyTests;

/// <summary>A comparison that starts when it is awaited, so that its settings can be chained on before.</summary>
public sealed class SettingsTask
{
    private readonly Func<VerifySettings, Task<VerifyResult>> _buildTask;
    private Task<VerifyResult>? _task;

    /// <summary>A comparison that <paramref name="buildTask"/> starts.</summary>
    /// <param name="settings">Where it begins; null for nothing set.</param>
    /// <param name="buildTask">Compares, by the settings it gets.</param>
    public SettingsTask(VerifySettings? settings, Func<VerifySettings, Task<VerifyResult>> buildTask)
    {
        CurrentSettings = settings ?? new VerifySettings();
        _buildTask = buildTask;
    }

    /// <summary>What is set.</summary>
    public VerifySettings CurrentSettings { get; }

    /// <inheritdoc cref="VerifySettings.UseDirectory"/>
    public SettingsTask UseDirectory(string directory)
    {
        CurrentSettings.UseDirectory(directory);
        return this;
    }

    /// <inheritdoc cref="VerifySettings.UseFileName"/>
    public SettingsTask UseFileName(string fileName)
    {
        CurrentSettings.UseFileName(fileName);
        return this;
    }

    /// <inheritdoc cref="VerifySettings.UseParameters"/>
    public SettingsTask UseParameters(params object?[] parameters)
    {
        CurrentSettings.UseParameters(parameters);
        return this;
    }

    /// <summary>Compares.</summary>
    public Task<VerifyResult> ToTask() => _task ??= _buildTask(CurrentSettings);

    /// <summary>Compares.</summary>
    public TaskAwaiter<VerifyResult> GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>A test may return the comparison itself.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "ToTask is the named alternative.")]
    public static implicit operator Task(SettingsTask settingsTask)
    {
        ArgumentNullException.ThrowIfNull(settingsTask);
        return settingsTask.ToTask();
    }
}
