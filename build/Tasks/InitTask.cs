using Cake.Frosting;
using V2K.Build.Options;
using V2K.Engine;
using V2K.Engine.Configuration;
using V2K.Engine.Configuration.Writing;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Build.Tasks;

/// <summary>A configuration for the datastores that are mounted on this host, with all that their files say.</summary>
[TaskName("Init")]
[TaskDescription("writes a v2k.yaml for mounted datastores, with their ids and networks; --datastore=NAME=PATH for each; overwrites nothing")]
public sealed class InitTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var options = context.Options;
        var folder = Directory.GetCurrentDirectory();
        var file = Path.GetFullPath(options.Value(KnownOptions.Config) ?? ConfigFile.DefaultName, folder);
        RefuseExisting(file);
        var (survey, networks) = WrongUsage.In(() => Survey(options, folder, file));
        Write(file, ConfigurationText.Of(
            survey,
            new NetworkMap(networks),
            options.Value(KnownOptions.Connect) ?? Config.DefaultConnect,
            options.Value(KnownOptions.VirtType) is { } type ? Choices.VirtTypes[type] : VirtType.Auto));
        Tell(file, survey, networks.Count);
    }

    private static (DatastoreSurvey Survey, Dictionary<string, NetworkTarget> Networks) Survey(CommandLine options, string folder, string file)
    {
        if (options.Values(KnownOptions.Datastore) is not [_, ..] given)
        {
            throw new V2KException(
                "no datastore is given", "Add --datastore=NAME=PATH for each, with its name in VMware and the folder where it is mounted", key: "--datastore");
        }

        var survey = DatastoreSurvey.Of(
            [.. given.Select(text => MountedDatastore.Parse(text, folder))], name => Path.Combine(Path.GetDirectoryName(file)!, "out", name), file);
        RefuseEmpty(survey);
        var networks = options.Values(KnownOptions.Network).Select(MappingOptions.ParseNetwork).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        return (survey, networks);
    }

    private static void RefuseExisting(string file)
    {
        if (Path.Exists(file) || new FileInfo(file).LinkTarget is not null)
        {
            throw new V2KException("exists already, and is not overwritten", "Change it by hand, or write another with --config=FILE", file) { Kind = FailureKind.Usage };
        }
    }

    private static void RefuseEmpty(DatastoreSurvey survey)
    {
        if (survey.Vms.Sum() == 0)
        {
            var sources = string.Join(", ", survey.Datastores.Select(datastore => datastore.Source));
            throw survey.Problems is [var problem, ..] ? problem : new V2KException(
                $"there is no .vmx, .ovf or .ova file in {sources}", "Check that the datastore is mounted there, and name the folder that contains the VMs' folders", key: "--datastore");
        }
    }

    /// <summary>Whole or not at all, and only where nothing is.</summary>
    private static void Write(string file, string text)
    {
        var partial = file + AtomicFile.PartialSuffix;
        try
        {
            AtomicFile.WriteText(partial, text);
            _ = ConfigFile.Load(partial);
            File.Move(partial, file, overwrite: false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException($"cannot be written: {cause.Message}", "Run it in another folder, or name another file with --config=FILE", file, cause: cause);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static void Tell(string file, DatastoreSurvey survey, int mapped)
    {
        foreach (var problem in survey.Problems)
        {
            System.Console.Error.WriteLine("warning: " + problem.Message);
        }

        foreach (var (volume, files, example) in survey.Strangers)
        {
            System.Console.Error.WriteLine(Printable.OneLine(
                $"warning: {volume} is named by {files} file{(files == 1 ? "" : "s")}, such as {example}, and is none of these datastores. Mount it and add it under datastores: with this path under vmfs:."));
        }

        System.Console.WriteLine(Printable.OneLine(
            $"Init: {file} has {Words.Count(survey.Datastores.Count, "datastore")} with {Words.Count(survey.Vms.Sum(), "VM")} on {Words.Count(survey.Networks.Count, "network")}, {mapped} of them mapped"));
        System.Console.WriteLine("Next: set under networks: what each network becomes on this host, then --target=Doctor, and --target=Inventory");
    }
}
