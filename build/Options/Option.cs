namespace V2K.Build.Options;

/// <summary>One option of the command line.</summary>
/// <param name="Name">Its name without the dashes.</param>
/// <param name="Value">What its value is called in the help, such as <c>FILE</c>; null for a switch.</param>
/// <param name="Description">One line for the help.</param>
public sealed record Option(string Name, string? Value, string Description)
{
    /// <summary>Its one-letter form, without the dash.</summary>
    public string? Short { get; init; }

    /// <summary>May stand without its value: <c>--force</c>. Its value follows an equals sign, never a space.</summary>
    public bool IsValueOptional { get; init; }

    /// <summary>May be given more than once.</summary>
    public bool Repeats { get; init; }

    /// <summary>The only values it takes; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Takes a whole number, from <see cref="Lowest"/> to <see cref="Highest"/>.</summary>
    public bool IsCount { get; init; }

    /// <summary>The lowest number that it takes.</summary>
    public int Lowest { get; init; } = 1;

    /// <summary>The highest number that it takes, where it takes one.</summary>
    public int Highest { get; init; } = int.MaxValue;

    /// <summary>Throws where a value is not of its form; null for any form.</summary>
    public Action<string>? Check { get; init; }

    /// <summary>Names a folder, which must be there.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Belongs to Cake, which gets it as it is.</summary>
    public bool IsCake { get; init; }

    /// <summary>
    /// The choice that <paramref name="value"/> means, in any case and without its dashes too, as targets are spelt: <c>TestBoot</c>. Cake's own
    /// may be cut short: <c>-v diag</c>.
    /// </summary>
    public string? Choice(string value) => Choices.FirstOrDefault(choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase))
        ?? Choices.FirstOrDefault(choice => choice.Replace("-", "", StringComparison.Ordinal).Equals(value, StringComparison.OrdinalIgnoreCase))
        ?? Choices.FirstOrDefault(choice => IsCake && choice.StartsWith(value, StringComparison.OrdinalIgnoreCase));

    /// <summary>Its description, with the choices that <see cref="Usage"/> has no room for.</summary>
    public string Help => Choices is [_, _, _, ..] ? $"{Description} ({string.Join('|', Choices)})" : Description;

    /// <summary>As the help shows it: <c>--format=qcow2|raw</c>.</summary>
    public string Usage => Value is null ? $"--{Name}"
        : IsValueOptional ? $"--{Name}[={Value}]"
        : $"--{Name}={(Choices is [] or [_, _, _, ..] ? Value : string.Join('|', Choices))}";
}
