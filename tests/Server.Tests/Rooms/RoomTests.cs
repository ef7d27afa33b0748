using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Rooms;

public sealed class RoomTests
{
    private static readonly Lazy<RoomUses> Sources = new(() => RoomUses.Read(
        RepositoryPaths.Root, ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)));

    private static IReadOnlyList<RoomUse> Uses => Sources.Value.All;

    /// <summary>Uses of other rooms, without what every room may use.</summary>
    private static IEnumerable<RoomUse> UsesOfRooms =>
        Uses.Where(use => use.UsedRoom is not null && use.Type != RoomTable.UsedEverywhere);

    [Fact]
    public void Each_room_uses_only_what_the_table_allows()
    {
        HashSet<(string, string?)> allowed = [.. RoomTable.Rooms.SelectMany(room => room.Uses.Select(used => (room.Name, (string?)used)))];

        AssertNone(UsesOfRooms.Where(use => !allowed.Contains((use.Room, use.UsedRoom)))
            .Select(use => $"{use.File} uses {use.Type}, but {use.Room} may not use {use.UsedRoom}"));
    }

    [Fact]
    public void The_table_allows_nothing_that_no_room_needs()
    {
        HashSet<(string, string?)> used = [.. UsesOfRooms.Select(use => (use.Room, use.UsedRoom))];

        AssertNone(RoomTable.Rooms.SelectMany(room => room.Uses.Where(other => !used.Contains((room.Name, other)))
            .Select(other => $"{room.Name} uses nothing of {other} any more")));
    }

    [Fact]
    public void The_table_has_no_loop_for_each_room_stands_below_what_it_uses()
    {
        List<string> above = [];
        List<string> wrong = [];
        foreach (Room room in RoomTable.Rooms)
        {
            wrong.AddRange(room.Uses.Except(above).Select(used => $"{room.Name} uses {used}, which doesn't stand above it"));
            above.Add(room.Name);
        }

        AssertNone(wrong);
    }

    [Fact]
    public void The_table_has_each_folder_with_sources_and_no_other() =>
        Assert.Equal(Sources.Value.Rooms, RoomTable.Rooms.Select(room => room.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_file_is_in_the_folder_of_its_namespace() => AssertNone(Sources.Value.Misplaced);

    [Fact]
    public void All_types_that_sources_name_are_known_here_so_that_no_use_goes_unseen() =>
        AssertNone(Sources.Value.Unknown);

    [Fact]
    public void Each_package_is_used_only_where_the_table_allows_it() => AssertNone(UsesOfPackages()
        .Where(use => !RoomTable.Packages.Any(package =>
            IsInside(use.Namespace, package.Namespace, '.') && package.Rooms.Any(room => IsInside(use.Room, room, '/'))))
        .Select(use => $"{use.File} uses {use.Type}, but {use.Room} may not use {use.Namespace}"));

    [Fact]
    public void The_table_has_no_package_that_no_room_needs() => AssertNone(RoomTable.Packages
        .SelectMany(package => package.Rooms
            .Where(room => !UsesOfPackages().Any(use =>
                IsInside(use.Namespace, package.Namespace, '.') && IsInside(use.Room, room, '/')))
            .Select(room => $"{room} uses nothing of {package.Namespace} any more")));

    [Fact]
    public void Only_the_rooms_of_CSharp_know_the_compiler() => Assert.All(
        Uses.Where(use => IsInside(use.Namespace, "Microsoft.CodeAnalysis", '.')),
        use => Assert.True(IsInside(use.Room, "server/CSharp", '/'), $"{use.File} uses {use.Type}."));

    [Fact]
    public void The_engine_knows_no_protocol_no_compiler_and_no_command_line() => AssertNone(Uses
        .Where(use => IsInside(use.Room, "engine", '/'))
        .Where(use => new[] { "LspCompletion.Server", "Microsoft.CodeAnalysis", "StreamJsonRpc", "System.CommandLine", "Spectre.Console" }
            .Any(stranger => IsInside(use.Namespace, stranger, '.')))
        .Select(use => $"{use.File} uses {use.Type}"));

    [Fact]
    public void The_server_touches_no_tensor() => AssertNone(Uses
        .Where(use => IsInside(use.Room, "server", '/') && IsInside(use.Namespace, "Microsoft.ML.OnnxRuntime", '.'))
        .Select(use => $"{use.File} uses {use.Type}"));

    private static IEnumerable<RoomUse> UsesOfPackages() => Uses.Where(use => use.UsedRoom is null
        && (RoomTable.Packages.Any(package => IsInside(use.Namespace, package.Namespace, '.'))
            || !(IsInside(use.Namespace, "System", '.') || IsInside(use.Namespace, "Microsoft.Win32", '.'))));

    private static bool IsInside(string name, string whole, char separator) =>
        name.StartsWith(whole, StringComparison.Ordinal) && (name.Length == whole.Length || name[whole.Length] == separator);

    /// <summary>There are no such lines; if there are, each is told whole.</summary>
    private static void AssertNone(IEnumerable<string> lines)
    {
        string told = string.Join('\n', lines);
        if (told.Length > 0)
            Assert.Fail(told);
    }
}
