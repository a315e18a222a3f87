using System.Runtime.CompilerServices;

namespace VerifyTests;

public class VerifySettings
{
    public void UseDirectory(string directory) => throw new NotSupportedException();

    public void UseFileName(string fileName) => throw new NotSupportedException();

    public void UseParameters(params object?[] parameters) => throw new NotSupportedException();
}

public class VerifyResult
{
    private VerifyResult()
    {
    }
}

public class SettingsTask(VerifySettings? settings, Func<VerifySettings, Task<VerifyResult>> buildTask)
{
    public VerifySettings CurrentSettings { get; } = settings ?? throw new NotSupportedException(nameof(buildTask));

    public SettingsTask UseDirectory(string directory) => throw new NotSupportedException();

    public SettingsTask UseFileName(string fileName) => throw new NotSupportedException();

    public SettingsTask UseParameters(params object?[] parameters) => throw new NotSupportedException();

    public Task<VerifyResult> ToTask() => throw new NotSupportedException();

    public TaskAwaiter<VerifyResult> GetAwaiter() => throw new NotSupportedException();

    public static implicit operator Task(SettingsTask settingsTask) => throw new NotSupportedException();
}
