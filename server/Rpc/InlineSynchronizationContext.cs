namespace LspCompletion.Server.Rpc;

/// <summary>
/// Runs what is posted at once. With it a handler runs, up to its first wait, before the next message is read: so
/// changes are made in the order of the stream, and a request takes its snapshot at its place in it.
/// </summary>
internal sealed class InlineSynchronizationContext : SynchronizationContext
{
    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => Send(d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
