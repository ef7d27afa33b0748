using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.CSharp;

public sealed class RoomTests
{
    [Fact]
    public void Only_the_room_CSharp_knows_the_compiler()
    {
        string room = Path.Combine("server", "CSharp") + Path.DirectorySeparatorChar;
        string[] strangers =
        [
            .. new[] { "engine", "server" }
                .SelectMany(top => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, top), "*.cs", SearchOption.AllDirectories))
                .Where(file => File.ReadAllText(file).Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(RepositoryPaths.Root, file))
                .Where(file => !file.StartsWith(room, StringComparison.Ordinal)),
        ];

        Assert.Empty(strangers);
    }
}
