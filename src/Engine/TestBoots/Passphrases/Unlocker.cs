using V2K.Engine.Guests;
using V2K.Rules;

namespace V2K.Engine.TestBoots.Passphrases;

/// <summary>
/// Answers a guest that asks for the passphrase of an encrypted disk with the keys of <c>--key</c>, as somebody would at its keyboard or, where
/// it asks there, on its serial port.
/// </summary>
/// <param name="ring">Where the keys are.</param>
/// <param name="press">Presses keys on its keyboard, those of one list at once.</param>
/// <param name="send">Sends text to its serial port.</param>
public sealed class Unlocker(Keyring ring, Action<IReadOnlyList<uint[]>> press, Action<string> send)
{
    /// <summary>A key is tried again at the same question: the first letters may have come before anybody listened.</summary>
    private const int Rounds = 2;

    private readonly Dictionary<string, int> _answers = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _passphrases;
    private string? _refusal;
    private int _given;
    private int _asked;
    private double _answered = double.NegativeInfinity;

    /// <summary>The keys that were typed, which no log may show.</summary>
    public IReadOnlyList<string> Secrets => _given > 0 ? [.. _passphrases!.Where(key => key.Length > 0)] : [];

    /// <summary>Answers, if the guest is asking.</summary>
    /// <param name="seconds">The time.</param>
    /// <param name="serial">All that the guest has said on its serial port.</param>
    /// <param name="screen">What its screen shows; null where that is no text.</param>
    /// <returns>What came of it so far.</returns>
    public Unlocking Answer(double seconds, string serial, string? screen)
    {
        ArgumentNullException.ThrowIfNull(serial);
        var onSerialPort = PassphrasePrompt.Find(serial);
        var asked = PassphrasePrompt.Count(serial) + PassphrasePrompt.Count(screen ?? "");
        var question = onSerialPort ?? PassphrasePrompt.Find(screen ?? "");
        if (_refusal is null && question is not null && (asked > _asked || seconds - _answered >= ring.Patience))
        {
            _refusal = Try(question, onSerialPort is not null);
            _asked = asked;
            _answered = seconds;
        }

        return new Unlocking(IsAsking: question is not null, _given, _refusal);
    }

    private string? Try(string question, bool onSerialPort)
    {
        try
        {
            _passphrases ??= [.. ring.Keys.Select(key => key.Read()).Distinct(StringComparer.Ordinal)];
            var answers = _answers[question] = _answers.GetValueOrDefault(question) + 1;
            if (answers > _passphrases.Count * Rounds)
            {
                return "no key of --key opens it";
            }

            // Several disks are mostly asked for in the order of their keys.
            var passphrase = _passphrases[_given % _passphrases.Count];
            if (onSerialPort)
            {
                // As a terminal does.
                send(passphrase + "\r");
            }
            else if (KeyStrokes.Of(passphrase) is { } strokes)
            {
                press([.. strokes, [KeyStrokes.Enter]]);
            }
            else
            {
                return "the passphrase of --key has characters that an American keyboard does not have";
            }

            _given++;
            return null;
        }
        catch (V2KException cause)
        {
            return cause.What;
        }
    }
}

/// <summary>The keys of a guest's encrypted disks.</summary>
/// <param name="Keys">Where each is; read when the guest asks, and no sooner.</param>
/// <param name="Patience">How long, in seconds, a guest may think about one: it takes a while on purpose.</param>
public sealed record Keyring(IReadOnlyList<LuksKey> Keys, double Patience);

/// <summary>How far a guest has come that may have to be unlocked.</summary>
/// <param name="IsAsking">It asks, or thinks about the answer.</param>
/// <param name="Given">How many keys were typed.</param>
/// <param name="Refusal">Why no more will be; null as long as there is hope.</param>
public sealed record Unlocking(bool IsAsking, int Given, string? Refusal);
