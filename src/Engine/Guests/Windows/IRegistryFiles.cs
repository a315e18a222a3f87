namespace V2K.Engine.Guests.Windows;

/// <summary>The mounted disk of a Windows guest: its files, in whatever case their names are written, and its registry.</summary>
public interface IRegistryFiles
{
    /// <summary>The spelling that <paramref name="path"/> has on the disk; null where nothing is there.</summary>
    string? FindIgnoringCase(string path);

    /// <summary>The paths that match a shell pattern, sorted; none for none.</summary>
    IReadOnlyList<string> Glob(string pattern);

    /// <summary>Has <paramref name="read"/> read the hive in the file <paramref name="path"/>, which is open meanwhile. One at a time can be.</summary>
    /// <exception cref="Rules.V2KException">The file is no hive, or is damaged.</exception>
    T ReadHive<T>(string path, Func<IRegistryHive, T> read);
}

/// <summary>A hive of the registry. Keys are named from the hive's root, with backslashes; case does not matter.</summary>
public interface IRegistryHive
{
    /// <summary>A value of type REG_DWORD; null where there is none of four bytes.</summary>
    uint? Number(string key, string name);

    /// <summary>A value of type REG_SZ or REG_EXPAND_SZ as it is written; null where there is none.</summary>
    string? Text(string key, string name);
}
