using Cake.Frosting;
using V2K.OfficialSurface;

namespace V2K.Pipeline.Tests.Layer;

/// <summary>The layer in <c>build/Frosting</c> has the names of Cake.Frosting as the package declares them.</summary>
public sealed class CakeLayerTests
{
    [Fact]
    public void The_layer_has_nothing_that_the_package_has_not()
    {
        var layer = PublicSurface.Of(typeof(CakeHost).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(CakeHost).Namespace));

        Assert.NotEmpty(layer);
        Assert.Empty(layer.Except(PublicSurface.OfBuilt("Cake.Frosting"), StringComparer.Ordinal));
    }

    [Fact]
    public void A_task_has_every_member_that_the_package_asks_of_it() => Assert.Equal(
        PublicSurface.OfBuilt("Cake.Frosting").Where(line => line.StartsWith(typeof(IFrostingTask).FullName!, StringComparison.Ordinal)),
        PublicSurface.Of([typeof(IFrostingTask)]));
}
