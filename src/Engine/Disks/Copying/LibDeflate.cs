using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace V2K.Engine.Disks.Copying;

/// <summary>
/// libdeflate where the host has it, as nearly every one does: libguestfs and libtiff bring it. It takes three quarters of the processor time
/// of .NET's inflater. (libdeflate.h; see docs/decisions/0006-fast-copies.md.)
/// </summary>
internal sealed unsafe class LibDeflate : SafeHandleZeroOrMinusOneIsInvalid, IInflater
{
    private const int Success = 0;
    private const int InsufficientSpace = 3;

    private static readonly Lazy<Functions?> Loaded = new(Load);

    private readonly Functions _functions;

    private LibDeflate(Functions functions)
        : base(ownsHandle: true)
    {
        _functions = functions;
        SetHandle(functions.Allocate());
    }

    /// <summary>Null where the host does not have it.</summary>
    internal static LibDeflate? TryOpen() =>
        Loaded.Value is { } functions && new LibDeflate(functions) is { IsInvalid: false } inflater ? inflater : null;

    /// <inheritdoc/>
    public int? Inflate(ReadOnlySpan<byte> deflated, Span<byte> content)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        fixed (byte* input = deflated, output = content)
        {
            nuint length;
            var result = _functions.Decompress(handle, input, (nuint)deflated.Length, output, (nuint)content.Length, &length);
            GC.KeepAlive(this);
            return result switch
            {
                Success => (int)length,
                InsufficientSpace => null,
                _ => throw new InvalidDataException("it is not a zlib stream, or its checksum is wrong"),
            };
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _functions.Free(handle);
        return true;
    }

    private static Functions? Load() =>
        NativeLibrary.TryLoad("libdeflate.so.0", out var library)
        && NativeLibrary.TryGetExport(library, "libdeflate_alloc_decompressor", out var allocate)
        && NativeLibrary.TryGetExport(library, "libdeflate_zlib_decompress", out var decompress)
        && NativeLibrary.TryGetExport(library, "libdeflate_free_decompressor", out var free)
            ? new Functions(allocate, decompress, free)
            : null;

    private sealed class Functions(IntPtr allocate, IntPtr decompress, IntPtr free)
    {
        internal readonly delegate* unmanaged<IntPtr> Allocate = (delegate* unmanaged<IntPtr>)allocate;

        internal readonly delegate* unmanaged<IntPtr, byte*, nuint, byte*, nuint, nuint*, int> Decompress =
            (delegate* unmanaged<IntPtr, byte*, nuint, byte*, nuint, nuint*, int>)decompress;

        internal readonly delegate* unmanaged<IntPtr, void> Free = (delegate* unmanaged<IntPtr, void>)free;
    }
}
