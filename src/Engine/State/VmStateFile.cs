using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.State;

/// <summary>A VM's state while this run works on it: loaded, locked against other runs, saved after each step.</summary>
public sealed class VmStateFile : IDisposable
{
    private readonly string _path;
    private readonly RunLock _lock;
    private readonly Lock _gate = new();
    private readonly Dictionary<StepKey, Publication> _begun = [];
    private VmState _state;

    private VmStateFile(string path, RunLock @lock, VmState state)
    {
        _path = path;
        _lock = @lock;
        _state = state;
    }

    /// <summary>Locks and loads the state of <paramref name="vm"/>. A missing or unreadable state means that nothing was made yet.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="disks">The disks that the VM has now; null where that is not known.</param>
    /// <param name="libvirt">The libvirt whose QEMU passes through the folder of all results, which the state lies in.</param>
    /// <exception cref="V2KException">Another run is working on the VM, its target cannot be written, or a later version of V2K wrote its state.</exception>
    public static VmStateFile Open(VirtualMachine vm, IReadOnlyList<DiskPlacement>? disks = null, LibvirtUri? libvirt = null)
    {
        var path = vm.StatePath;
        try
        {
            ResultFolder.Make(vm.Datastore.Target, libvirt ?? Config.DefaultConnect);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = new VmStateFile(path, RunLock.Take(path + ".lock", vm.Id), new VmState { Vm = vm.Id });
            try
            {
                file._state = VmState.Read(path, disks) ?? file._state;
                file.KeepRecovered();
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException(
                $"cannot write results for {vm.Id} here: {cause.Message}",
                "Make the folder writable, or choose another target: in the configuration",
                Path.GetDirectoryName(path),
                cause: cause);
        }
    }

    /// <summary>What is known of the step <paramref name="key"/>; null where it never ended well.</summary>
    public StepRecord? Find(StepKey key)
    {
        lock (_gate)
        {
            return _state.Steps.GetValueOrDefault(key);
        }
    }

    /// <summary>Every step that ended well, by key.</summary>
    public IReadOnlyDictionary<StepKey, StepRecord> Steps
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<StepKey, StepRecord>(_state.Steps, StepKey.Order);
            }
        }
    }

    /// <summary>Says that <see cref="Publishing"/> of <paramref name="outputs"/> will be for the step <paramref name="key"/>, which makes <paramref name="name"/>.</summary>
    public void Begin(StepKey key, string name, IReadOnlyDictionary<string, string> inputs, IReadOnlyList<string> outputs)
    {
        lock (_gate)
        {
            _begun[key] = Publication.Begin(inputs, outputs) with { Key = key, Name = name };
        }
    }

    /// <summary>Remembers that a file of a step that has begun is about to get its final name; on disk when this returns.</summary>
    public void Publishing(string path, FileStamp stamp)
    {
        lock (_gate)
        {
            var (key, publication) = _begun.First(step => step.Value.Outputs.ContainsKey(path));
            _state.Published[key] = _begun[key] = publication.With(path, stamp);
            Save();
        }
    }

    /// <summary>Remembers a step that ended well; null forgets it. On disk when this returns.</summary>
    public void Record(StepKey key, StepRecord? record)
    {
        lock (_gate)
        {
            KeepOther(key, record);

            // All three, whichever of them had it.
            var isSettled = record is not null && SettledFailures.Remove(_state.Failures, key);
            if (_state.Steps.Remove(key) | _state.Failures.Remove(key) | _state.Published.Remove(key) | isSettled | record is not null)
            {
                if (record is not null)
                {
                    _state.Steps[key] = record with { Key = key };
                }

                Save();
            }
        }
    }

    /// <summary>Forgets the failures of the step <paramref name="key"/> and of what leads to it: its result is up to date, or not wanted. On disk when this returns.</summary>
    public void Settle(StepKey key)
    {
        lock (_gate)
        {
            if (SettledFailures.Remove(_state.Failures, key))
            {
                Save();
            }
        }
    }

    /// <summary>Remembers that a step failed. What an earlier try of it made is remembered still.</summary>
    public void RecordFailure(StepKey key, StepFailure failure)
    {
        lock (_gate)
        {
            _state.Failures[key] = failure with { Key = key };
            Save();
        }
    }

    /// <summary>The addresses that the guest will configure; on disk when setting them returns.</summary>
    public IReadOnlyList<GuestAddress> Addresses
    {
        get
        {
            lock (_gate)
            {
                return _state.Addresses;
            }
        }

        set
        {
            lock (_gate)
            {
                _state = _state with { Addresses = value };
                Save();
            }
        }
    }

    /// <summary>What was found in the guest on its disks; null before anybody has looked. On disk when setting it returns.</summary>
    public GuestFound? Guest
    {
        get
        {
            lock (_gate)
            {
                return _state.Guest;
            }
        }

        set
        {
            lock (_gate)
            {
                _state = _state with { Guest = value };
                Save();
            }
        }
    }

    /// <summary>What was chosen for its disks; null before a run chose anything. On disk when setting it returns.</summary>
    public RememberedChoices? Remembered
    {
        get
        {
            lock (_gate)
            {
                return _state.Remembered;
            }
        }

        set
        {
            lock (_gate)
            {
                if (_state.Remembered != value)
                {
                    _state = _state with { Remembered = value };
                    Save();
                }
            }
        }
    }

    /// <summary>That the VM was cut over; null where it was not. On disk when setting it returns.</summary>
    public CutOverRecord? CutOver
    {
        get
        {
            lock (_gate)
            {
                return _state.CutOver;
            }
        }

        set
        {
            lock (_gate)
            {
                if (_state.CutOver != value)
                {
                    _state = _state with { CutOver = value };
                    Save();
                }
            }
        }
    }

    /// <summary>Forgets everything and removes the file and its lock.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            _state = new VmState { Vm = _state.Vm };
            File.Delete(_path);
            File.Delete(_path + ".lock");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// What a killed run had published is as good as recorded from now on: a guest that runs on the disk next changes its stamp, by which
    /// the disk was recognised.
    /// </summary>
    private void KeepRecovered()
    {
        AtomicFile.Tidy(_path);
        if (_state.IsRecovered)
        {
            Save();
        }
    }

    /// <summary>A disk that was made elsewhere before is still V2K's, to be cleaned.</summary>
    private void KeepOther(StepKey key, StepRecord? record)
    {
        if (record is not null
            && key.IsOfDisk
            && _state.Steps.GetValueOrDefault(key) is { } old
            && old.Outputs.Keys.FirstOrDefault(output => !record.Outputs.ContainsKey(output)) is { } other
            && File.Exists(other))
        {
            var itself = key with { Subject = StepSubject.Output(other) };
            _state.Steps[itself] = old with { Key = itself };
        }
    }

    private void Save() => AtomicFile.WriteText(_path, VmStateJson.Text(_state));
}
