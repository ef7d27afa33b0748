namespace LspCompletion.Server.Tests.Completion;

/// <summary>Something that happens to a service.</summary>
/// <param name="Kind">What.</param>
/// <param name="Document">To which document, from 0.</param>
/// <param name="Number">Chooses the details.</param>
public sealed record Happening(HappeningKind Kind, int Document, int Number);

/// <summary>What can happen to a service.</summary>
public enum HappeningKind
{
    /// <summary>A document is opened, or opened again.</summary>
    Open,

    /// <summary>Some letters are typed somewhere.</summary>
    Type,

    /// <summary>What the model would write is typed where was typed last.</summary>
    TypeAlong,

    /// <summary>Letters are taken back where was typed last.</summary>
    TakeBack,

    /// <summary>The cursor comes to rest somewhere, or back where was typed last.</summary>
    MoveCursor,

    /// <summary>A completion is asked for.</summary>
    Ask,

    /// <summary>A request is taken back.</summary>
    Cancel,

    /// <summary>A document is closed.</summary>
    Close,

    /// <summary>Other settings come, or other folders.</summary>
    Configure,

    /// <summary>The model answers in another way from now on: at once, later, cut, not at all.</summary>
    SetModel,

    /// <summary>What the model holds back is given.</summary>
    Release,

    /// <summary>Time goes on.</summary>
    Wait,
}
