using System.Diagnostics;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>A process that was started to run a model; it lives on without whoever started it.</summary>
internal sealed class StartedEngine : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="process">The process.</param>
    public StartedEngine(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether it has ended, which it does at once where another one runs.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Why it failed; <see langword="null"/> if it didn't, or runs.</summary>
    public async Task<string?> FailureAsync(CancellationToken cancellationToken)
    {
        if (!_process.HasExited || _process.ExitCode == 0)
            return null;

        string errors = (await _errors.WaitAsync(cancellationToken).ConfigureAwait(false)).Trim();
        return errors.Length > 0 ? errors.Split('\n')[^1].Trim() : $"exit code {_process.ExitCode}";
    }

    /// <summary>Lets go of it; it isn't ended.</summary>
    public void Dispose() => _process.Dispose();
}
