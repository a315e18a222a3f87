namespace V2K.Guests.Model;

/// <summary>A mirror of md(4).</summary>
/// <param name="Name">What the guest calls it: <c>md0</c>.</param>
/// <param name="Uuid">Its UUID as mdadm writes it: four groups of eight hexadecimal digits.</param>
/// <param name="Content">What is in it.</param>
public sealed record RaidArray(string Name, string Uuid, Content Content);
