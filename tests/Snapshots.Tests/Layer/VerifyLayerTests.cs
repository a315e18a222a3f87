using V2K.OfficialSurface;

namespace V2K.Snapshots.Tests.Layer;

/// <summary>The layer in <c>tests/Snapshots</c> has the names of Verify.Xunit as the package declares them.</summary>
public sealed class VerifyLayerTests
{
    [Fact]
    public void The_layer_has_nothing_that_the_package_has_not()
    {
        var layer = PublicSurface.Of(typeof(Verifier).Assembly.GetExportedTypes());

        Assert.NotEmpty(layer);
        Assert.Empty(layer.Except(PublicSurface.OfBuilt("Verify.Xunit"), StringComparer.Ordinal));
    }
}
