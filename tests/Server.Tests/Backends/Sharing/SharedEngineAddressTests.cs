using System.Diagnostics;
using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Backends.Sharing;
using LspCompletion.Server.Commands.Serve;

namespace LspCompletion.Server.Tests.Backends.Sharing;

/// <summary>The folder for sockets, in a place where others could have been before.</summary>
public sealed class SharedEngineAddressTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _parent = Directory.CreateTempSubdirectory("lsp").FullName;

    private string Folder => Path.Combine(_parent, "engines");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void A_folder_that_is_made_is_the_owners_alone()
    {
        SharedEngineAddress.Of(SharedEngines.Settings, Folder);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void A_link_to_the_users_home_is_not_followed_and_the_home_stays_as_it_is()
    {
        if (OperatingSystem.IsWindows())
            return;

        string home = Path.Combine(_parent, "home");
        Directory.CreateDirectory(home, Readable);
        Directory.CreateSymbolicLink(Folder, home);

        Refused("is a link, or another user may write to it");

        Assert.Equal(Readable, File.GetUnixFileMode(home));
        Assert.Empty(Directory.EnumerateFileSystemEntries(home));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_folder_that_others_may_write_to_is_not_used_and_stays_as_it_is(UnixFileMode others)
    {
        if (OperatingSystem.IsWindows())
            return;

        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Readable | others);

        Refused("is a link, or another user may write to it");

        Assert.Equal(Readable | others, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void A_folder_of_another_user_is_not_used()
    {
        if (OperatingSystem.IsWindows())
            return;

        // Who may do everything gives it away; for others that of the system does.
        string folder = Environment.IsPrivilegedProcess ? Folder : "/";
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            using Process giving = Process.Start("chown", ["65534", folder]);
            giving.WaitForExit();
        }

        Assert.Throws<EngineException>(() => SharedEngineAddress.Of(SharedEngines.Settings, folder));
        if (Environment.IsPrivilegedProcess)
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void A_file_in_its_place_is_told()
    {
        File.WriteAllText(Folder, "");

        Assert.Throws<EngineException>(() => SharedEngineAddress.Of(SharedEngines.Settings, Folder));
    }

    [Fact]
    public void A_folder_of_the_users_own_stays_as_it_is()
    {
        if (OperatingSystem.IsWindows())
            return;

        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Readable);

        using FileStream? claim = SharedEngineAddress.Of(SharedEngines.Settings, Folder).TryClaim();

        Assert.NotNull(claim);
        Assert.Equal(Readable, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void A_folder_that_has_gone_is_told_by_whoever_needs_it()
    {
        SharedEngineAddress address = SharedEngineAddress.Of(SharedEngines.Settings, Folder);
        Directory.Delete(Folder);

        Assert.Contains("can't be spoken to", Assert.Throws<EngineException>(() => address.TryClaim()).Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Contains("can't be spoken to", Assert.Throws<EngineException>(() => address.Listen().Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_entered_is_told()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;

        SharedEngineAddress address = SharedEngineAddress.Of(SharedEngines.Settings, Folder);
        File.SetUnixFileMode(Folder, UnixFileMode.None);
        try
        {
            await Assert.ThrowsAsync<EngineException>(() => address.TryConnectAsync(TimeSpan.FromSeconds(1), Token));
        }
        finally
        {
            File.SetUnixFileMode(Folder, OwnerOnly);
        }
    }

    [Fact]
    public async Task A_window_that_finds_no_folder_has_the_model_to_itself()
    {
        if (OperatingSystem.IsWindows())
            return;

        Directory.CreateSymbolicLink(Folder, _parent);
        List<string> log = [];
        await using IBackend backend = new BackendFactory(new SharedEngineProgram(["never started"], Folder), TimeProvider.System)
            .Open(new BackendSettings(SharedEngines.Settings, IsShared: true, Remote: null, FallsBack: true), log.Add);

        await backend.LoadAsync(new Progress<double>(), Token);
        CompletionResult result = await backend.CompleteAsync("a", SharedEngines.Request(), null, Urgency.Interactive, Token);

        Assert.NotEmpty(result.Text);
        Assert.Contains("is a link", Assert.Single(log), StringComparison.Ordinal);
        Assert.Contains("set XDG_RUNTIME_DIR", backend.Trouble, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Refused(string message) => Assert.Contains(
        message,
        Assert.Throws<EngineException>(() => SharedEngineAddress.Of(SharedEngines.Settings, Folder)).Message,
        StringComparison.Ordinal);
}
