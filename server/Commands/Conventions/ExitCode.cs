namespace LspCompletion.Server.Commands.Conventions;

/// <summary>What the process tells its caller when it ends.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Something the user can mend stood in the way: one line on standard error names it.</summary>
    public const int Error = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C: 128 + SIGINT, as shells count.</summary>
    public const int Cancelled = 130;
}
