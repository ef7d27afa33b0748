namespace LspCompletion.Server.Commands.Replay;

/// <summary>What a replay measures.</summary>
[Flags]
internal enum CacheModes
{
    /// <summary>Every completion reuses what the one before has computed.</summary>
    WithCache = 1,

    /// <summary>Every completion computes its whole prompt.</summary>
    WithoutCache = 2,

    /// <summary>One after the other.</summary>
    Both = WithCache | WithoutCache,
}
