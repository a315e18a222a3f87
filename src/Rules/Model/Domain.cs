namespace V2K.Rules.Model;

/// <summary>A libvirt domain, as small as a person would write it: null and empty mean libvirt's own default.</summary>
public sealed record Domain;
