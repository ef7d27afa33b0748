namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// What the figures of a model may be. Beyond that a description is damaged or made to do harm; within, sizes that are
/// computed from them fit the numbers that hold them.
/// </summary>
internal static class FigureLimits
{
    /// <summary>Refuses figures that no model has, or no graph can have.</summary>
    /// <param name="path">Where they come from.</param>
    /// <param name="figures">The figures.</param>
    /// <exception cref="EngineException">One is out of bounds.</exception>
    public static void Check(string path, ModelArchitecture figures)
    {
        (string Name, int Value, int Most)[] bounds =
        [
            ("layers", figures.Layers, 1000),
            ("hidden numbers", figures.HiddenSize, 1 << 18),
            ("heads", figures.Heads, 1024),
            ("key/value heads", figures.KeyValueHeads, 1024),
            ("numbers in a head", figures.HeadSize, 1024),
            ("feed-forward numbers", figures.FeedForwardSize, 1 << 20),
            ("tokens in the vocabulary", figures.VocabularySize, 1 << 22),
        ];
        foreach ((string name, int value, int most) in bounds)
        {
            if (value < 1 || value > most)
                throw new EngineException($"{path} says that the model has {value} {name}, and up to {most} are possible; get the model again.");
        }

        if (figures.Heads % figures.KeyValueHeads != 0 || figures.HeadSize % 8 != 0)
        {
            throw new EngineException(
                $"{path} has {figures.Heads} heads of {figures.HeadSize} over {figures.KeyValueHeads} key/value heads, and " +
                "graphs need equal groups of heads, of a size that is a multiple of 8; choose another model.");
        }

        if (figures.RotaryBase is { } rotaryBase && !(rotaryBase > 1 && double.IsFinite(rotaryBase)))
            throw new EngineException($"{path} says that the rotary base is {rotaryBase}, which makes no sense; get the model again.");
    }
}
