namespace V2K.Build.Console;

/// <summary>Ends a run whose failures are already on the screen, so that no error line is printed for it.</summary>
/// <param name="message">For <c>--verbosity=diagnostic</c>.</param>
public sealed class ReportedException(string message) : Exception(message);
