using System.Text;
using LspCompletion.Engine;

namespace LspCompletion.Server.Commands.Sources;

/// <summary>Reads source text and refuses what is none.</summary>
internal static class SourceReader
{
    /// <summary>More than any source file that a person wrote; what is larger is data or was generated.</summary>
    public const int LargestBytes = 10 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="EngineException">It is not there, cannot be read, or holds no source text.</exception>
    public static SourceText Read(string path)
    {
        if (Directory.Exists(path))
            throw new EngineException($"{path} is a folder: name a file in it.");
        if (!File.Exists(path))
            throw new EngineException($"There is no file {path}: check the path, which counts from {Environment.CurrentDirectory}.");

        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} cannot be read: {exception.Message} Check who may read it.", exception);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">UTF-8 text, with or without a byte order mark.</param>
    /// <param name="name">What to call the text in messages.</param>
    /// <exception cref="EngineException">It holds no source text.</exception>
    public static SourceText Read(Stream stream, string name)
    {
        byte[] bytes = ReadAtMost(stream, LargestBytes + 1);
        if (bytes.Length > LargestBytes)
        {
            throw new EngineException(
                $"{name} is larger than {LargestBytes / (1024 * 1024)} MB, too large for a source file: "
                + "cut out the part that matters and complete that.");
        }

        ReadOnlySpan<byte> content = bytes;
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        if (content.IsEmpty)
            throw new EngineException($"{name} is empty, so there is nothing to complete from: write a first line.");
        if (content.StartsWith(Encoding.Unicode.Preamble) || content.StartsWith(Encoding.BigEndianUnicode.Preamble))
            throw new EngineException($"{name} is UTF-16 text: save it as UTF-8.");
        if (content.Contains((byte)0))
            throw new EngineException($"{name} is a binary file, for it holds zero bytes: name a source file.");

        try
        {
            return new SourceText(name, StrictUtf8.GetString(content));
        }
        catch (DecoderFallbackException exception)
        {
            int line = content[..exception.Index].Count((byte)'\n') + 1;
            throw new EngineException($"{name} is not valid UTF-8 in line {line}: save it as UTF-8.", exception);
        }
    }

    private static byte[] ReadAtMost(Stream stream, int limit)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[64 * 1024];
        while (content.Length < limit && stream.Read(buffer) is var read and > 0)
            content.Write(buffer, 0, read);
        return content.ToArray();
    }
}
