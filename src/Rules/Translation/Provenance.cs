namespace V2K.Rules.Translation;

/// <summary>Which rule read which line of the VMX file, and what it made of it: Explain's raw material.</summary>
public sealed record Provenance;
