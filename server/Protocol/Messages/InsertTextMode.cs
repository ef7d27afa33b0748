namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client does with the white space of an item's lines.</summary>
internal enum InsertTextMode
{
    /// <summary>Nothing.</summary>
    AsIs = 1,

    /// <summary>It indents all but the first by what the line is indented by that the item is inserted into.</summary>
    AdjustIndentation = 2,
}
