namespace V2K.Engine.Guests.Steps;

/// <summary>QEMU's guest agent, by which the host freezes file systems, shuts down and sees addresses, is switched on; installed, if asked.</summary>
public sealed class GuestAgentStep : IGuestStep
{
    private const string Service = "qemu-guest-agent.service";
    private const string Script = "/usr/local/sbin/v2k-install-guest-agent";
    private const string FirstBoot = "/etc/systemd/system/v2k-install-guest-agent.service";

    /// <inheritdoc/>
    public string Name => "guest-agent";

    /// <inheritdoc/>
    public string Description => "QEMU's guest agent is enabled if it is installed; with `--guest-agent=install`, installed at the first boot";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        var unit = Array.Find([$"/usr/lib/systemd/system/{Service}", $"/lib/systemd/system/{Service}"], guest.Files.IsFile);
        if (unit is not null)
        {
            Enable(guest, unit);
        }
        else if (guest.Options.GuestAgent == GuestAgentWish.Install)
        {
            InstallAtFirstBoot(guest);
        }
        else
        {
            guest.Log.Note("it is not installed");
        }
    }

    private static void Enable(GuestWork guest, string unit)
    {
        var wanted = guest.Files.ReadText(unit).Split('\n')
            .Where(line => line.StartsWith("WantedBy=", StringComparison.Ordinal))
            .SelectMany(line => line["WantedBy=".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(target => !target.Contains('/', StringComparison.Ordinal))
            .ToList();
        if (wanted.Count == 0)
        {
            guest.Log.Note("udev starts it when it sees the agent's port");
        }

        foreach (var link in wanted.Select(target => $"/etc/systemd/system/{target}.wants/{Service}"))
        {
            if (guest.Files.LinkTarget(link) is null)
            {
                guest.Files.MakeFolder(Path.GetDirectoryName(link)!);
                guest.Files.Link(unit, link);
                guest.Touched(link);
                guest.Log.Changed($"{link} -> {unit}");
            }
        }
    }

    private static void InstallAtFirstBoot(GuestWork guest)
    {
        if (!guest.Files.IsFolder("/etc/systemd/system"))
        {
            guest.Log.Warn("QEMU's guest agent cannot be installed at the first boot without systemd: install it by hand");
            return;
        }

        guest.Put(Script, """
            #!/bin/sh
            # Written by V2K: installs QEMU's guest agent once, and leaves no trace of itself.
            if command -v apt-get >/dev/null; then apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y qemu-guest-agent
            elif command -v dnf >/dev/null; then dnf install -y qemu-guest-agent
            elif command -v yum >/dev/null; then yum install -y qemu-guest-agent
            elif command -v zypper >/dev/null; then zypper --non-interactive install qemu-guest-agent
            elif command -v pacman >/dev/null; then pacman -S --noconfirm qemu-guest-agent
            else echo "the package manager is not known" >&2; exit 1
            fi || exit 1
            systemctl enable --now qemu-guest-agent 2>/dev/null || systemctl start qemu-guest-agent
            systemctl disable v2k-install-guest-agent
            rm -f /etc/systemd/system/v2k-install-guest-agent.service "$0"

            """);
        guest.Files.ChangeMode(Script, (UnixFileMode)0b111_101_101);
        guest.Put(FirstBoot, $"""
            [Unit]
            Description=Install QEMU's guest agent (V2K)
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=oneshot
            ExecStart={Script}

            [Install]
            WantedBy=multi-user.target

            """);
        var link = $"/etc/systemd/system/multi-user.target.wants/{Path.GetFileName(FirstBoot)}";
        if (guest.Files.LinkTarget(link) is null)
        {
            guest.Files.MakeFolder(Path.GetDirectoryName(link)!);
            guest.Files.Link(FirstBoot, link);
            guest.Touched(link);
            guest.Log.Changed($"{link} -> {FirstBoot}");
        }
    }
}
