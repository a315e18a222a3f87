using System.Globalization;
using SharpFuzz;
using V2K.Fuzzing;
using V2K.Rules;

// docs/contributing/fuzzing.md says how to run it. AFL++ runs it with the target alone.
try
{
    return args switch
    {
        [var name, var minutes] when int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            await Fuzz(FuzzTarget.Named(name), TimeSpan.FromMinutes(number)),
        [var name, var file] => Replay(FuzzTarget.Named(name), file),
        [var name] => Serve(name),
        _ => throw new V2KException("nothing to do", "Say TARGET MINUTES, or TARGET FILE"),
    };
}
catch (V2KException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

static async Task<int> Fuzz(FuzzTarget target, TimeSpan time)
{
    var session = new AflSession(target, Path.GetFullPath(Path.Combine("artifacts", "fuzz", target.Name)));
    await session.RunAsync(time);
    foreach (var file in session.Finds)
    {
        Console.WriteLine($"find: {file}");
    }

    Console.WriteLine($"{session.Finds.Count} finds");
    return session.Finds.Count == 0 ? 0 : 1;
}

static int Replay(FuzzTarget target, string file)
{
    target.Read(File.ReadAllBytes(file));
    Console.WriteLine($"{file}: no failure");
    return 0;
}

static int Serve(string name)
{
    // Nothing of V2K's may run before: the instrumented code writes to memory that only Run provides.
    Fuzzer.Run(stream =>
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        FuzzTarget.Named(name).Read(content.ToArray());
    });
    return 0;
}
