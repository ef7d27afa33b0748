namespace LspCompletion.Engine.Models;

/// <summary>A file's checksum, and what the file was like when it was computed.</summary>
/// <param name="Stamp">The file's stamp at that time.</param>
/// <param name="Sha256">The SHA-256 of its bytes in hexadecimal digits.</param>
internal sealed record VerifiedFile(FileStamp Stamp, string Sha256);
