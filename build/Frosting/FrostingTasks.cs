using System.Reflection;
using Cake.Core;
using Cake.Core.Scripting;

namespace Cake.Frosting;

/// <summary>Finds task classes and makes Cake tasks of them.</summary>
internal static class FrostingTasks
{
    /// <summary>The public task classes of <paramref name="assembly"/>.</summary>
    public static IEnumerable<Type> Find(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)));

    /// <summary>Makes <paramref name="task"/>, with what its attributes say, a task of <paramref name="host"/>.</summary>
    public static void Register(IScriptHost host, IFrostingTask task)
    {
        var type = task.GetType();
        var builder = host.Task(NameOf(type))
            .Description(type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? string.Empty)
            .WithCriteria(task.ShouldRun, task.SkippedMessage)
            .Does(task.RunAsync)
            .Finally(task.Finally);

        foreach (var dependency in type.GetCustomAttributes<IsDependentOnAttribute>())
        {
            builder.IsDependentOn(NameOf(dependency.Task));
        }

        foreach (var dependee in type.GetCustomAttributes<IsDependeeOfAttribute>())
        {
            builder.IsDependeeOf(NameOf(dependee.Task));
        }

        if (type.IsDefined(typeof(ContinueOnErrorAttribute)))
        {
            builder.ContinueOnError();
        }

        // An error handler that does nothing would make a failed run end well: only a task's own is one.
        if (OverridesOnError(type))
        {
            builder.OnError(task.OnError);
        }
    }

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    private static bool OverridesOnError(Type task)
    {
        var declarer = task.GetMethod(nameof(IFrostingTask.OnError))?.DeclaringType;
        return declarer is { IsGenericType: false }
            || (declarer?.GetGenericTypeDefinition() is { } definition
                && definition != typeof(FrostingTask<>)
                && definition != typeof(AsyncFrostingTask<>));
    }
}
