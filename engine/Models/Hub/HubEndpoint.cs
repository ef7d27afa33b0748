namespace LspCompletion.Engine.Models.Hub;

/// <summary>A hub of models: one that answers as Hugging Face's does.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Token">What it knows the user by; null for nobody. It is sent to this address alone.</param>
public sealed record HubEndpoint(Uri Address, string? Token)
{
    private const string AddressVariable = "HF_ENDPOINT";
    private const string TokenVariable = "HF_TOKEN";
    private const string Default = "https://huggingface.co";

    /// <summary>The hub that the environment names, with the variables that Hugging Face's own tools read.</summary>
    /// <exception cref="EngineException">The address is none.</exception>
    public static HubEndpoint FromEnvironment()
    {
        string address = Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 } own ? own : Default;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("https" or "http"))
            throw new EngineException($"{AddressVariable} is \"{address}\", which is no address; correct it, such as {Default}.");

        string? token = Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } secret ? secret.Trim() : null;
        return new HubEndpoint(uri, token);
    }
}
