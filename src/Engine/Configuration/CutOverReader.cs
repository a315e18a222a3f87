using V2K.Engine.CutOvers;
using V2K.Engine.CutOvers.Checks;
using V2K.Engine.CutOvers.Hooks;
using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>Reads <c>cut-over:</c> and <c>hooks:</c> of the configuration file.</summary>
internal static class CutOverReader
{
    /// <summary>As long as a test boot may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(Choices.MaximumTimeout);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>What <c>cut-over:</c> of <paramref name="parent"/> says.</summary>
    /// <param name="parent">The file, or an entry of <c>vms:</c>.</param>
    /// <exception cref="V2KException">A key is unknown, or has a value that it does not take.</exception>
    internal static CutOverChoices ReadChoices(YamlSection parent)
    {
        if (parent.Section("cut-over") is not { } section)
        {
            return new CutOverChoices();
        }

        var choices = new CutOverChoices
        {
            Start = section.Choice("start", Choices.Switches),
            Checks = [.. section.Words("check").Select(word => ReadCheck(section, word))],
            ShutDownWithin = section.Duration("shut-down-within", Shortest, Longest),
            AnswerWithin = section.Duration("answer-within", Shortest, Longest),
        };
        section.RefuseOthers();
        return choices;
    }

    /// <summary>What <c>hooks:</c> says.</summary>
    /// <param name="root">The file.</param>
    /// <param name="folder">The file's folder, which relative paths of programs are relative to.</param>
    /// <exception cref="V2KException">A key is unknown, or has a value that it does not take.</exception>
    internal static HookSettings ReadHooks(YamlSection root, string folder)
    {
        if (root.Section("hooks") is not { } section)
        {
            return new HookSettings();
        }

        var hooks = new List<Hook>();
        foreach (var key in Choices.Hooks.Words)
        {
            var words = section.Words(key);
            if (words.Count > 0)
            {
                hooks.Add(words[0].Length > 0
                    ? new Hook(Choices.Hooks[key], Path.GetFullPath(words[0], folder), [.. words.Skip(1)], section.LineOf(key))
                    : throw section.Error(key, "names no program", "Write it as [/etc/v2k/shut-down, \"{vm}\"]"));
            }
        }

        var timeout = section.Duration("timeout", Shortest, Longest) ?? HookSettings.DefaultTimeout;
        section.RefuseOthers();
        return new HookSettings { Programs = hooks, Timeout = timeout };
    }

    private static GuestCheck ReadCheck(YamlSection section, string word)
    {
        var (check, fault) = GuestCheck.Parse(word);
        return check ?? throw section.Error("check", fault!, $"Write {GuestCheck.Forms}");
    }
}
