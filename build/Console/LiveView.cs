using System.Text;

namespace V2K.Build.Console;

/// <summary>
/// The lower end of a terminal during a run: how many VMs are through, which failed, and a row for each step under way. It is drawn
/// over itself; what is said meanwhile goes above it, and stays. Each drawing is one write, so that nobody sees half of it.
/// </summary>
public sealed class LiveView : IDisposable
{
    /// <summary>CSI J (ECMA-48, ED): erases from the cursor to the end of the screen.</summary>
    private const string EraseBelow = "\e[J";

    /// <summary>CSI K (ECMA-48, EL): erases from the cursor to the end of the line. What is written over does not flicker.</summary>
    private const string EraseRest = "\e[K";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<LiveRow> _rows = [];
    private readonly List<string> _failed = [];
    private readonly TextWriter _terminal;
    private readonly Func<(int Width, int Height)> _size;
    private readonly LiveStyle _style;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly int _vms;
    private readonly ITimer _timer;
    private int _ended;
    private bool _isStopping;
    private List<int> _drawnWidths = [];

    /// <summary>Begins to draw.</summary>
    /// <param name="terminal">Where to; it passes on each text as a whole.</param>
    /// <param name="size">How many cells and lines the terminal has right now.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="vms">How many VMs there are; 0 not to count them.</param>
    /// <param name="time">The clock.</param>
    public LiveView(TextWriter terminal, Func<(int Width, int Height)> size, LiveStyle style, int vms, TimeProvider? time = null)
    {
        (_terminal, _size, _style, _vms, _time) = (terminal, size, style, vms, time ?? TimeProvider.System);
        _began = _time.GetTimestamp();
        _timer = _time.CreateTimer(_ => Draw(), state: null, TimeSpan.Zero, Interval);
    }

    /// <summary>A terminal that nobody told its size, such as script(1)'s or a serial line, has 0 cells and lines (ioctl_tty(2), TIOCGWINSZ).</summary>
    private (int Width, int Height) Size => _size() switch
    {
        { Width: > 0, Height: > 0 } known => known,
        _ => (80, 24),
    };

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>A step begins.</summary>
    internal LiveRow Add(string vm, string what)
    {
        lock (_gate)
        {
            var row = new LiveRow(vm, what, Now);
            _rows.Add(row);
            return row;
        }
    }

    /// <summary>A step makes progress; the next drawing shows it.</summary>
    internal void Update(LiveRow row, long done, long total)
    {
        lock (_gate)
        {
            row.Update(Now, done, total);
        }
    }

    /// <summary>A step has ended, well or not.</summary>
    internal void Remove(LiveRow row)
    {
        lock (_gate)
        {
            _rows.Remove(row);
        }
    }

    /// <summary>A VM cannot continue.</summary>
    public void Fail(string vm)
    {
        lock (_gate)
        {
            _failed.Add(vm);
        }
    }

    /// <summary>A VM is through with the run, well or not.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended++;
        }
    }

    /// <summary>The run is to end soon.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
        }
    }

    /// <summary>Says a line, which stays.</summary>
    /// <param name="line">The line; the terminal wraps it, so that it can be copied as one.</param>
    /// <param name="isBad">It is about a failure.</param>
    public void Say(string line, bool isBad = false)
    {
        lock (_gate)
        {
            Draw((isBad ? _style.Bad(line) : line) + EraseRest + "\n");
        }
    }

    /// <summary>Removes the rows; what was said stays.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            Write(Back(Size.Width) + EraseBelow);
            _drawnWidths = [];
        }
    }

    private void Draw()
    {
        lock (_gate)
        {
            Draw("");
        }
    }

    private void Draw(string said)
    {
        var (width, height) = Size;
        var back = Back(width);
        var lines = Lines(width, height);
        _drawnWidths = [.. lines.Select(line => line.Width)];

        // The cursor waits at the beginning of a line: what is typed there, a Ctrl-C for one, must not begin a new one.
        Write($"{back}{said}{string.Join(EraseRest + "\n", lines.Select(line => line.Text))}{EraseBelow}\r");
    }

    /// <summary>To where the last drawing began: a terminal that was made narrower has wrapped its lines since.</summary>
    private string Back(int width)
    {
        var above = _drawnWidths.Sum(drawn => Math.Max(1, (drawn + width - 1) / width)) - 1;
        return above > 0 ? $"\r\e[{above}A" : "\r";
    }

    private List<(string Text, int Width)> Lines(int width, int height)
    {
        var lines = new List<(string, int)>();
        Add(Summary(), _style.Strong);
        if (_failed.Count > 0)
        {
            Add($"failed: {string.Join(", ", _failed)}", _style.Bad);
        }

        // The line above stays in sight.
        var shown = Math.Max(1, height - lines.Count - 2);
        var rows = _rows.Count <= shown ? _rows : _rows[..(shown - 1)];
        var (widestVm, widestWhat) = rows.Count == 0 ? (0, 0) : (rows.Max(row => CellText.Width(row.Vm)), rows.Max(row => CellText.Width(row.What)));
        lines.AddRange(rows.Select(row => (row.Text(Now, width, widestVm, widestWhat, _style), width - 1)));
        if (rows.Count < _rows.Count)
        {
            Add($"and {_rows.Count - rows.Count} more under way", text => text);
        }

        return lines;

        void Add(string text, Func<string, string> style)
        {
            var cut = CellText.Cut(text, width - 1);
            lines.Add((style(cut), CellText.Width(cut)));
        }
    }

    private string Summary()
    {
        var text = new StringBuilder(LiveRow.Duration(Now));
        if (_vms > 0)
        {
            text.Append($"  {_ended} of {_vms} VMs done");
            text.Append(_failed.Count > 0 ? $", {_failed.Count} of them failed" : "");
        }

        return text.Append(_isStopping ? "  stopping; Ctrl-C once more stops at once" : "").ToString();
    }

    private void Write(string text)
    {
        _terminal.Write(text);
        _terminal.Flush();
    }
}
