using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Steps;

/// <summary>The kernel speaks on the serial port too, and systemd puts a login there: <c>virsh console</c> works. Only if asked for.</summary>
public sealed partial class SerialConsoleStep : IGuestStep
{
    private const string Arguments = "console=tty0 console=ttyS0,115200";

    /// <inheritdoc/>
    public string Name => "serial-console";

    /// <inheritdoc/>
    public string Description => "with `--serial-console`: a console on the serial port, on every kernel command line";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        if (!guest.Options.SerialConsole)
        {
            guest.Log.Note("not asked for");
            return;
        }

        foreach (var path in CommandLineFiles.All.SelectMany(guest.Files.Glob).Distinct(StringComparer.Ordinal))
        {
            guest.Edit(path, text => path == "/etc/kernel/cmdline" ? WithConsole(text.TrimEnd('\n')) + "\n" : Add(text));
        }

        foreach (var path in CommandLineFiles.Environments.SelectMany(guest.Files.Glob))
        {
            guest.Edit(path, text => KernelArguments.InGrubEnvironment(text, Add));
        }
    }

    /// <summary>Adds the arguments to every line that holds a kernel's: GRUB's, boot loader entries', extlinux's, and assignments of them.</summary>
    internal static string Add(string text) => KernelArguments.ByLine(text, line =>
        CommandLine().IsMatch(line) ? WithConsole(line)
        : Assignment().Match(line) is { Success: true } assignment
            ? assignment.Groups["start"].Value + WithConsole(assignment.Groups["arguments"].Value).TrimStart() + assignment.Groups["end"].Value
        : line);

    private static string WithConsole(string arguments) =>
        arguments.Contains("console=ttyS0", StringComparison.Ordinal) ? arguments : $"{arguments.TrimEnd()} {Arguments}";

    [GeneratedRegex("^\\s*(linux(16|efi)?\\s+\\S+|kernel\\s+\\S+|options|append)(\\s|$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLine();

    [GeneratedRegex("^(?<start>(GRUB_CMDLINE_LINUX=[\"']|kernelopts=|set default_kernelopts=\"))(?<arguments>[^\"']*)(?<end>[\"']?\\s*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();
}
