using LspCompletion.Engine.Models.Import;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>What is downloaded, and what becomes of it.</summary>
public sealed record PullOptions
{
    /// <summary>The hub.</summary>
    public required HubEndpoint Endpoint { get; init; }

    /// <summary>The model on it.</summary>
    public required HubRepository Repository { get; init; }

    /// <summary>The folder that holds models.</summary>
    public required string Library { get; init; }

    /// <summary>What to call it; null for the name that it has there.</summary>
    public string? Name { get; init; }

    /// <summary>How to store the weights.</summary>
    public WeightPrecision Precision { get; init; }
}
