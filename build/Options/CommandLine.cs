using V2K.Engine;
using V2K.Engine.Tools;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Build.Options;

/// <summary>
/// The arguments, checked against <see cref="KnownOptions"/>: nothing unknown, misspelt, valueless or contradictory gets
/// as far as a task. Every value arrives as it was typed, leading dashes and quotes included.
/// </summary>
public sealed class CommandLine
{
    private static readonly string[] Working =
        ["Translate", "Convert", "Adjust", "Define", "TestBoot", "CutOver", "RollBack", "Undefine", "Migrate", "Verify", "Clean"];

    private readonly List<(Option Option, string Value)> _given = [];

    private CommandLine()
    {
    }

    /// <summary>What Cake gets to see: its own options, spelt out.</summary>
    public IEnumerable<string> ForCake => _given
        .Where(given => given.Option.IsCake)
        .Select(given => given.Option.Value is null ? $"--{given.Option.Name}" : $"--{given.Option.Name}={given.Value}");

    /// <summary>
    /// The arguments as a log may have them: URIs without their passwords, and of a key that is not in a file or in the environment, as it should be, nothing.
    /// </summary>
    public static string ForLog(IEnumerable<string> arguments) => ToolRunner.Quote([.. arguments.Select(ForLog)]);

    /// <summary>Reads the arguments of the program.</summary>
    /// <exception cref="V2KException">An option is unknown, has no value or a wrong one, or is given twice.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (WordOption(arguments[i]) is { } word)
            {
                line.Add(word.Option, word.Value);
                continue;
            }

            var (name, value) = Split(arguments[i]);
            var option = Find(name, arguments[i]);
            if (option is { Value: not null, IsValueOptional: false } && value is null && i + 1 < arguments.Count
                && (arguments[i + 1] == "-" || !arguments[i + 1].StartsWith('-')))
            {
                value = arguments[++i];
            }

            line.Add(option, value);
        }

        return line;
    }

    /// <summary>Whether the switch <paramref name="option"/> is on.</summary>
    public bool Has(Option option) => _given.Exists(given => given.Option == option);

    /// <summary>Whether <paramref name="option"/>, which may have a value, stands without one.</summary>
    public bool IsAlone(Option option) => _given.Exists(given => given.Option == option && given.Value.Length == 0);

    /// <summary>The value of <paramref name="option"/>; null where it is not given.</summary>
    public string? Value(Option option) => _given.Find(given => given.Option == option).Value;

    /// <summary>Every value of <paramref name="option"/>, in the order given.</summary>
    public IReadOnlyList<string> Values(Option option) =>
        [.. _given.Where(given => given.Option == option).Select(given => given.Value)];

    private static string ForLog(string argument)
    {
        var (name, value) = Split(argument);
        if (value is null || !name.StartsWith('-'))
        {
            return UriCredentials.Mask(argument);
        }

        // A key itself, where the name of its file belongs, is a mistake; so are the words of other programs for a password.
        var isSecret = name == $"--{KnownOptions.Key.Name}"
            ? !value.Contains(":file:", StringComparison.Ordinal) && !value.Contains(":env:", StringComparison.Ordinal)
            : SecretKeys.Has(name);
        return $"{name}={(isSecret ? SecretText.Mask(value.Length) : UriCredentials.Mask(value))}";
    }

    /// <summary>Whether the target works on VMs, rather than looks at them: its run is in the journal.</summary>
    public bool IsJournalled => Value(KnownOptions.Target) is { } target && Working.Contains(target, StringComparer.OrdinalIgnoreCase);

    /// <summary>All of it as one would type it again, without secrets.</summary>
    public string Text => string.Join(' ', _given.Select(given => Quoted(ForLog(
        given.Value.Length == 0 ? $"--{given.Option.Name}" : $"--{given.Option.Name}={given.Value}"))));

    private static string Quoted(string value) =>
        value.Length > 0 && value.All(letter => char.IsLetterOrDigit(letter) || "-_./,:=+@%".Contains(letter, StringComparison.Ordinal))
            ? value
            : $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static (string Name, string? Value) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at
            ? (argument[..at], argument[(at + 1)..])
            : (argument, null);

    /// <summary>A target may stand alone, in any case: <c>v2k inventory</c>. So may <c>help</c>.</summary>
    private static (Option Option, string? Value)? WordOption(string argument) =>
        Targets.Find(argument) is { } target ? (KnownOptions.Target, target)
        : argument.Equals(KnownOptions.Help.Name, StringComparison.OrdinalIgnoreCase) ? (KnownOptions.Help, null)
        : null;

    private static Option Find(string name, string argument)
    {
        var option = name.StartsWith("--", StringComparison.Ordinal)
            ? KnownOptions.InOrder.FirstOrDefault(known => known.Name == name[2..])
            : KnownOptions.InOrder.FirstOrDefault(known => name.StartsWith('-') && known.Short == name[1..]);
        if (option is not null)
        {
            return option;
        }

        if (!name.StartsWith('-') && Targets.Nearest(argument) is { } target)
        {
            throw new V2KException($"'{argument}' is not a target", $"Did you mean {target}? Otherwise write --vm='{argument}' for a VM; --help lists the targets");
        }

        if (!name.StartsWith('-'))
        {
            throw new V2KException(
                $"'{argument}' is not an option", $"Write --vm='{argument}' for a VM, --target={argument} for a target");
        }

        var nearest = Spelling.Nearest(name.TrimStart('-'), KnownOptions.InOrder.Select(known => known.Name));
        throw new V2KException(
            "unknown option", nearest is null ? "--help lists the options" : $"Did you mean --{nearest}? --help lists the options",
            key: name);
    }

    private void Add(Option option, string? value)
    {
        var key = $"--{option.Name}";
        if (!option.Repeats && Has(option))
        {
            throw new V2KException("given twice", "Give it once", key: key);
        }

        if (option.Value is null && value is not null)
        {
            throw new V2KException($"takes no value, but got '{value}'", $"Write {key} alone, or leave it out", key: key);
        }

        _given.Add((option, option.Value is null || (option.IsValueOptional && value is null) ? "" : Checked(option, value)));
    }

    private static string Checked(Option option, string? value)
    {
        V2KException Wrong(string what) => new(what, $"Write {option.Usage}", key: $"--{option.Name}");

        if (string.IsNullOrWhiteSpace(value))
        {
            throw Wrong("needs a value");
        }

        if (option.IsCount && !(int.TryParse(value, out var count) && count >= option.Lowest && count <= option.Highest))
        {
            throw Wrong($"'{value}' is not a whole number {(option.Highest < int.MaxValue ? $"from {option.Lowest} to {option.Highest}" : $"of at least {option.Lowest}")}");
        }

        if (option.IsFolder && !Directory.Exists(value))
        {
            throw Wrong($"there is no folder '{value}'");
        }

        option.Check?.Invoke(value);
        return option.Choices is []
            ? value
            : option.Choice(value) ?? throw Wrong($"'{value}' is not one of {string.Join(", ", option.Choices)}");
    }
}
