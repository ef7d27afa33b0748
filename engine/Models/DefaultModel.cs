namespace LspCompletion.Engine.Models;

/// <summary>The model that comes with the program.</summary>
public static class DefaultModel
{
    private static readonly string Place = Path.Combine("models", "default");

    /// <summary>
    /// The default model's folder: beside the executable where the program was published, else in the nearest folder
    /// above it, which is the clone that it was built in.
    /// </summary>
    /// <exception cref="EngineException">It isn't there.</exception>
    public static string Locate() => LocateFrom(AppContext.BaseDirectory);

    internal static string LocateFrom(string start) => ShippedModel.Find(start, Place) ?? throw new EngineException(
        $"The default model is not in {Path.Combine(start, Place)} nor in a folder above; " +
        "install the program again, or choose a model with --model.");
}
