using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context that a host gives to its tasks.</summary>
public interface IFrostingContext : ICakeContext;

/// <summary>Cake's context, to derive one's own from.</summary>
/// <param name="context">Cake's own context, which everything is passed on to.</param>
public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext;
