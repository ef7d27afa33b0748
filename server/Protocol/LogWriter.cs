using System.Threading.Channels;
using LspCompletion.Engine.Text;

namespace LspCompletion.Server.Protocol;

/// <summary>
/// Writes lines for whoever looks after the process. Nobody waits for it: when nobody reads, the oldest lines go.
/// </summary>
internal sealed class LogWriter
{
    private const int MostWaitingLines = 1000;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MostWaitingLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task _writing;

    /// <summary>Writes to <paramref name="output"/>.</summary>
    public LogWriter(TextWriter output) => _writing = Task.Run(() => WriteAllAsync(output));

    /// <summary>Writes a line.</summary>
    public void Write(string line) => _lines.Writer.TryWrite(OneLine.Of(line));

    /// <summary>Writes what waits, as far as it is taken within a time.</summary>
    public async Task CloseAsync(TimeSpan limit)
    {
        _lines.Writer.TryComplete();
        await _writing.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteAllAsync(TextWriter output)
    {
        await foreach (string line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
            await output.WriteLineAsync(line).ConfigureAwait(false);
    }
}
