namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the server wants to hear of the folders that the client works in.</summary>
/// <param name="Supported">Whether it knows of several.</param>
/// <param name="ChangeNotifications">Whether it wants to be told when they change.</param>
internal sealed record WorkspaceFoldersServerCapabilities(bool Supported, bool ChangeNotifications);
