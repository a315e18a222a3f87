using System.Buffers;

namespace V2K.Rules.Translation;

/// <summary>Which rules ran on what, what they read, and what became of it: the makings of a <see cref="Provenance"/>.</summary>
internal sealed class ApplicationLog : IDisposable
{
    private RuleApplication[] _applications = ArrayPool<RuleApplication>.Shared.Rent(128);
    private int[] _reads = ArrayPool<int>.Shared.Rent(512);
    private int _count;
    private int _readCount;
    private int _maker;

    /// <summary>The application under way; there must be one.</summary>
    public ref RuleApplication Current => ref _applications[_count - 1];

    /// <summary>Whether no rule has run yet.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>All applications, in the order they ran.</summary>
    public ReadOnlySpan<RuleApplication> Applications => _applications.AsSpan(0, _count);

    /// <summary>The entries they read, one application's after another's.</summary>
    public ReadOnlySpan<int> Reads => _reads.AsSpan(0, _readCount);

    /// <summary>A rule runs from here on.</summary>
    public void Begin(int rule, int first, int second)
    {
        if (_count == _applications.Length)
        {
            Grow(ref _applications);
        }

        _applications[_count++] = new RuleApplication(rule, first, second, _readCount);
    }

    /// <summary>It read an entry.</summary>
    public void Read(int entry)
    {
        if (_readCount == _reads.Length)
        {
            Grow(ref _reads);
        }

        _reads[_readCount++] = entry;
        Current.Reads++;
    }

    /// <summary>It made a value.</summary>
    public void Make()
    {
        _maker = _count - 1;
        Current.Outcome = Outcome.Made;
    }

    /// <summary>It forbade its target.</summary>
    public void Veto(string reason)
    {
        Current.Outcome = Outcome.Vetoed;
        Current.Reason = reason;
    }

    /// <summary>It replaced what the application before it had made.</summary>
    public void ReplaceBefore() => _applications[_count - 2].Outcome = Outcome.Replaced;

    /// <summary>Where the value that was made last went in its target.</summary>
    public void Put(int ordinal, int count)
    {
        _applications[_maker].Ordinal = ordinal;
        _applications[_maker].Count = count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_reads);
        ArrayPool<RuleApplication>.Shared.Return(_applications, clearArray: true);
    }

    private static void Grow<T>(ref T[] rented)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(rented.Length * 2);
        rented.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(rented, clearArray: true);
        rented = larger;
    }
}
