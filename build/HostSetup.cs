using V2K.Engine.Tools;

namespace V2K.Build;

/// <summary>Brings programs onto this host, and says what it does.</summary>
public static class HostSetup
{
    /// <summary>Installs those of <paramref name="tools"/> that are missing.</summary>
    /// <returns>Null when all are there; the command for root where this user may not install.</returns>
    public static async Task<string?> InstallAsync(IEnumerable<Tool> tools, CancellationToken cancellation)
    {
        var plan = SetupPlan.For(Distribution.Detect(), tools);
        if (plan.Missing is [])
        {
            System.Console.WriteLine("Setup: nothing to install");
            return null;
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return plan.Spelt;
        }

        var runner = new ToolRunner(command => System.Console.WriteLine($"Setup: {command}")) { Environment = SetupPlan.Unattended };
        await plan.RunAsync(runner, cancellation);
        System.Console.WriteLine($"Setup: installed {string.Join(", ", plan.Packages)}");
        return null;
    }
}
