namespace LspCompletion.Server.Backends.Sharing;

/// <summary>The methods by which servers and the process that runs their model talk, over JSON-RPC.</summary>
internal static class SharingMethods
{
    /// <summary>To the process: waits until the model is loaded; the first call of a connection.</summary>
    public const string Load = "load";

    /// <summary>To the process: completes.</summary>
    public const string Complete = "complete";

    /// <summary>To the process: computes a prompt in idle time.</summary>
    public const string Warm = "warm";

    /// <summary>To the process: source files of a folder.</summary>
    public const string Remember = "remember";

    /// <summary>To the process: the server no longer works in a folder.</summary>
    public const string ForgetFolder = "forgetFolder";

    /// <summary>To the process: a document was closed.</summary>
    public const string Forget = "forget";

    /// <summary>To a server: how much of the model is loaded.</summary>
    public const string Progress = "progress";

    /// <summary>To a server: the next piece of a completion.</summary>
    public const string Text = "text";

    /// <summary>To a server: which names may come behind what is written.</summary>
    public const string Names = "names";

    /// <summary>To a server: what is not as it should be.</summary>
    public const string Trouble = "trouble";

    /// <summary>To a server: a line for the log.</summary>
    public const string Log = "log";

    /// <summary>The code of errors whose message is for the user.</summary>
    public const int ErrorForUser = 1;

    /// <summary>The code of idle work that was overtaken.</summary>
    public const int Overtaken = 2;

    /// <summary>The code of what a process is asked that is about to end.</summary>
    public const int Gone = 3;
}
