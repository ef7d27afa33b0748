namespace LspCompletion.Engine.Models;

/// <summary>
/// The small models of three architectures that come with the program, to compare what each can reuse. Their weights are
/// random: they cost what a model of their size costs, and write nothing of use.
/// </summary>
public static class ArchitectureModels
{
    /// <summary>A decoder in which a token sees those before it.</summary>
    public static string LocateDecoderOnly() => Locate("decoder-only");

    /// <summary>The same decoder, in which a prompt sees all of itself.</summary>
    public static string LocatePrefix() => Locate("prefix");

    /// <summary>An encoder for the prompt, and a decoder for what is written.</summary>
    public static string LocateEncoderDecoder() => Locate("encoder-decoder");

    private static string Locate(string name)
    {
        string place = Path.Combine("models", "architectures", name);
        return ShippedModel.Find(AppContext.BaseDirectory, place) ?? throw new EngineException(
            $"The model {name} is not in {Path.Combine(AppContext.BaseDirectory, place)} nor in a folder above; " +
            $"install the program again, or choose a model with --{name}.");
    }
}
