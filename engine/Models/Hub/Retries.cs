namespace LspCompletion.Engine.Models.Hub;

/// <summary>How often and how soon a hub that failed is asked again.</summary>
internal static class Retries
{
    /// <summary>Tries in a row that bring nothing.</summary>
    public const int Most = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    /// <summary>Waits after a try that failed, each time twice as long.</summary>
    public static Task PauseAsync(int tries, TimeProvider clock, CancellationToken cancellationToken) =>
        Task.Delay(Shortest * Math.Pow(2, tries), clock, cancellationToken);
}
