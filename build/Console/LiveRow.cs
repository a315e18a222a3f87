using V2K.Engine;

namespace V2K.Build.Console;

/// <summary>A step under way, as a row of <see cref="LiveView"/>.</summary>
/// <param name="vm">The VM's name.</param>
/// <param name="what">Stage and step: <c>Convert web01.qcow2</c>.</param>
/// <param name="began">When it began, on the view's clock.</param>
internal sealed class LiveRow(string vm, string what, TimeSpan began)
{
    /// <summary>The narrowest bar that shows anything.</summary>
    private const int NarrowestBar = 8;

    /// <summary>Cells of percent, rate and time, with what separates them.</summary>
    private const int FiguresWidth = 28;

    /// <summary>The narrowest terminal that has room for more than the VM and a figure.</summary>
    private const int NarrowestTable = 45;

    private readonly ProgressRate _rate = new();
    private long _done;
    private long _total;

    /// <summary>The VM's name.</summary>
    internal string Vm => vm;

    /// <summary>Stage and step.</summary>
    internal string What => what;

    /// <summary>Takes note of how far the step is, in bytes.</summary>
    internal void Update(TimeSpan now, long done, long total)
    {
        (_done, _total) = (done, total);
        _rate.Add(now, done);
    }

    /// <summary>The row in less than <paramref name="width"/> cells: a character in the last one has some terminals begin a new line.</summary>
    /// <param name="now">On the view's clock.</param>
    /// <param name="width">Of the terminal.</param>
    /// <param name="widestVm">Of all rows.</param>
    /// <param name="widestWhat">Of all rows.</param>
    /// <param name="style">What bars are drawn with.</param>
    internal string Text(TimeSpan now, int width, int widestVm, int widestWhat, LiveStyle style)
    {
        if (width < NarrowestTable)
        {
            return CellText.Cut($"{vm} {Figures(now).Trim()}", width - 1);
        }

        var room = width - 1 - FiguresWidth;
        var forVm = Math.Min(widestVm, Math.Max(room * 2 / 5, room - 1 - widestWhat));
        var forWhat = Math.Max(0, Math.Min(widestWhat, room - 1 - forVm));
        var forBar = room - forVm - forWhat - 3;
        var bar = forBar >= NarrowestBar ? "  " + Bar(forBar, style) : "";
        return $"{CellText.Fit(vm, forVm)} {CellText.Fit(what, forWhat)}{bar}{Figures(now)}";
    }

    private string Bar(int width, LiveStyle style)
    {
        var done = _total > 0 ? (int)(width * Math.Min(_done, _total) / _total) : 0;
        return style.Done(done) + style.Left(width - done);
    }

    private string Figures(TimeSpan now)
    {
        if (_total <= 0)
        {
            return $"{Duration(now - began) + " so far",FiguresWidth}";
        }

        var rate = _rate.BytesPerSecond;
        var percent = $"{100 * Math.Min(_done, _total) / _total} %";
        return rate <= 0
            ? $"{percent,7}"
            : $"{percent,7}{ByteSize.Text((long)rate) + "/s",12}{Duration(TimeSpan.FromSeconds((_total - _done) / rate)),9}";
    }

    /// <summary>Hours, minutes and seconds: <c>26:05:00</c>.</summary>
    internal static string Duration(TimeSpan time) => $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}";
}
