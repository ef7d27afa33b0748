namespace LspCompletion.Engine.Models.Hub;

/// <summary>How fast a model answers, by its size: a step reads all of its weights.</summary>
public enum SpeedClass
{
    /// <summary>Faster than typing, on any processor.</summary>
    Instant,

    /// <summary>Faster than typing on a good processor.</summary>
    Quick,

    /// <summary>In a pause while typing.</summary>
    Steady,

    /// <summary>For a graphics card, or for patience.</summary>
    Slow,
}
