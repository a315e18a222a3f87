namespace V2K.Build.Console;

/// <summary>Ends a run that has already told everything there is to tell; only the exit status is left.</summary>
/// <param name="message">For <c>--verbosity=diagnostic</c>.</param>
public sealed class ToldException(string message) : Exception(message);
