using LspCompletion.Engine.Text;

namespace LspCompletion.Engine;

/// <summary>
/// Something the user can mend: the message is one line that names the cause and the cure, fit to be shown as it is. What it
/// quotes of files and of others' words can't break that: see <see cref="OneLine"/>.
/// </summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception from a message that names the cause and the cure.</summary>
    public EngineException(string message)
        : base(OneLine.Of(message))
    {
    }

    /// <summary>Creates the exception from a message and the failure behind it.</summary>
    public EngineException(string message, Exception innerException)
        : base(OneLine.Of(message), innerException)
    {
    }
}
