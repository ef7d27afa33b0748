namespace LspCompletion.Server.Commands.Conventions;

/// <summary>Bytes as a person reads them.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>With a unit, and two digits at least.</summary>
    public static string Format(long bytes)
    {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return unit == 0 || size >= 10 ? $"{size:F0} {Units[unit]}" : $"{size:F1} {Units[unit]}";
    }
}
