namespace LspCompletion.Engine.Decoding;

/// <summary>Where a name stands to the text before it.</summary>
public enum NamePlacement
{
    /// <summary>It comes right here: nothing else may.</summary>
    Here,

    /// <summary>It may come here, also behind a blank; or something comes that begins no name.</summary>
    HereIfAny,

    /// <summary>It may come behind a blank, which most vocabularies write together with it. Without one, anything may come.</summary>
    BehindBlank,
}
