using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Cake.Cli;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>The arguments that Cake keeps for itself.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "The argument parser makes it.")]
[SuppressMessage("Performance", "CA1819", Justification = "The argument parser fills an array.")]
internal sealed class RunSettings : CommandSettings
{
    [CommandOption("-t|--target <TARGET>")]
    public string[] Targets { get; init; } = [];

    [CommandOption("-w|--working <FOLDER>")]
    [TypeConverter(typeof(Cake.Cli.DirectoryPathConverter))]
    public DirectoryPath? WorkingDirectory { get; init; }

    [CommandOption("-v|--verbosity <VERBOSITY>")]
    [TypeConverter(typeof(VerbosityConverter))]
    [DefaultValue(Verbosity.Normal)]
    public Verbosity Verbosity { get; init; }

    [CommandOption("--description|--descriptions|--showdescription|--showdescriptions")]
    public bool Description { get; init; }

    [CommandOption("--tree|--showtree")]
    public bool Tree { get; init; }

    [CommandOption("--dryrun|--noop|--whatif")]
    public bool DryRun { get; init; }

    [CommandOption("-e|--exclusive")]
    public bool Exclusive { get; init; }

    [CommandOption("--info")]
    public bool Info { get; init; }
}
