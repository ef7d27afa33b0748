using System.Text.RegularExpressions;
using LspCompletion.EndToEnd.Tests.Editors;
using LspCompletion.EndToEnd.Tests.Serving;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Privacy;

/// <summary>
/// <c>lsp-completion</c> on a machine without a network, or with one port to ask, and in the home of a new user, while each system call is noted by
/// which it, or a process that it starts, would reach for a network, write a file or start a program. On Linux.
/// </summary>
internal sealed partial class WatchedProgram : IDisposable
{
    /// <summary>Calls that only ever concern what the process has are left out: noting a call makes it slow.</summary>
    private const string Noted =
        "trace=connect,bind,sendto,sendmsg,sendmmsg,execve,execveat,open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat," +
        "rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,unlink,unlinkat,rmdir,chmod,fchmod,fchmodat,chown,lchown," +
        "fchown,fchownat,setxattr,lsetxattr,fsetxattr";

    private static readonly string[] Isolation = ["unshare", "--map-root-user", "--net"];

    private static readonly RequiredTool Tracer = new(
        Isolation[0], [.. Isolation[1..], "strace", "--follow-forks", "--seccomp-bpf", "--output=/dev/null", "true"], ["strace", "util-linux"]);

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _ownPlaces;
    private readonly int? _port;
    private int _started;

    private WatchedProgram(int? port)
    {
        _port = port;
        foreach (string place in (string[])["home", "temporary", "runtime", "results"])
            Directory.CreateDirectory(_folder[place]);

        // Where the program may write, and what the .NET runtime does for its debugger.
        _ownPlaces =
        [
            _folder["home/.local/share/LspCompletion"], _folder["home/.config/LspCompletion"], _folder["results"],
            _folder["runtime/lsp-completion-"], _folder["temporary/dotnet-diagnostic-"], _folder["temporary/clr-debug-pipe-"],
            "/dev/shm/sem.clrst", "/proc/", "/dev/null", "/dev/tty",
        ];
    }

    /// <summary>A folder for what it is asked to write.</summary>
    public string Results => _folder["results"];

    /// <summary>The hub that it is to ask for models; <see langword="null"/> for the usual one.</summary>
    public Uri? Hub { get; set; }

    /// <summary>The new user's settings file.</summary>
    public string SettingsFile => _folder["home/.config/LspCompletion/settings.json"];

    private string Notes => _folder["notes"];

    /// <summary>Makes a home for it.</summary>
    /// <param name="port">A port of this machine that it may ask; there is a network then.</param>
    /// <returns>Null where it can't be watched; that has been said.</returns>
    public static async Task<WatchedProgram?> PrepareAsync(int? port = null)
    {
        if (OperatingSystem.IsLinux())
            return await Tracer.IsAtHandAsync(TestContext.Current.CancellationToken) ? new WatchedProgram(port) : null;

        MissingTool.Report("Linux, where system calls can be noted.");
        return null;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<ExecutableResult> RunAsync(params string[] arguments) => Executable.RunOtherAsync("env", Invocation(arguments));

    /// <summary>Starts a server. It has ended when all has ended that it started.</summary>
    public ServerProcess Serve() => ServerProcess.StartOther("env", Invocation("serve", "--stdio"));

    /// <summary>What it did, now that it has ended, that nobody had asked it to do.</summary>
    public IReadOnlyList<string> FindBreaches()
    {
        string[] calls = ReadNotes();
        string[] untold = [.. calls.Where(StartsUntold)];

        // The first process of each is started by the tests, which tell it nothing: that they see it shows that they see.
        Assert.InRange(_started, 1, untold.Length);
        return [.. calls.Where(call => ReachesOut(call) || WritesElsewhere(call)), .. untold[_started..]];
    }

    /// <summary>The files whose names end so that it opened, to read or to write.</summary>
    public IReadOnlyList<string> FindOpened(string ending) =>
        [.. ReadNotes().Where(call => Opening().Match(call) is { Success: true } match && match.Groups["path"].Value.EndsWith(ending, StringComparison.Ordinal))];

    /// <summary>The programs that were started, with arguments and environment.</summary>
    public IReadOnlyList<string> FindStarted() => [.. ReadNotes().Where(call => call.StartsWith("execve", StringComparison.Ordinal))];

    public void Dispose() => _folder.Dispose();

    /// <summary>A call with an address that isn't one of this machine. Sockets alone tell nothing: .NET makes one of each kind to see whether it can.</summary>
    [GeneratedRegex("""^(connect|bind|send).*sa_family=AF_(?!UNIX|NETLINK)""")]
    private static partial Regex NetworkCall();

    /// <summary>A socket of this machine may lead to a service that asks the network: only our own, and user names.</summary>
    [GeneratedRegex("""^(connect|bind)\(.*sun_path=@?"(?<path>[^"]*)""")]
    private static partial Regex LocalConnection();

    [GeneratedRegex("""^(open|openat|openat2|creat)\((?<folder>[^",]*(, )?)"(?<path>[^"]*)"(?<mode>.*)""")]
    private static partial Regex Opening();

    /// <summary>What makes, moves, deletes or alters something by its name; of two names the new one.</summary>
    [GeneratedRegex(
        """^(mk(dir|nod)(at)?|rename(at2?)?|(sym|un)?link(at)?|rmdir|truncate|f?chmodat|chmod|l?chown|fchownat)\(.*"(?<path>[^"]*)"[^"]*$""" +
        """|^l?setxattr\("(?<path>[^"]*)"|^f(chmod|chown|setxattr)\([0-9]+<(?<path>/[^>]*)>""")]
    private static partial Regex Change();

    [GeneratedRegex("""O_(WRONLY|RDWR|CREAT|TRUNC|TMPFILE)""")]
    private static partial Regex ForWriting();

    [GeneratedRegex("""^[^"]*<(?<path>/[^>]*)>""")]
    private static partial Regex DescribedFolder();

    private string[] Invocation(params string[] arguments)
    {
        _started++;

        // What whoever runs the tests has set is not to hide what the program forgets.
        string[] unset =
        [
            "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "HTTP_PROXY", "http_proxy",
            "HF_ENDPOINT", "HF_TOKEN",
        ];
        return
        [
            .. unset.Select(name => $"--unset={name}"),
            $"HOME={_folder["home"]}", $"TMPDIR={_folder["temporary"]}", $"XDG_RUNTIME_DIR={_folder["runtime"]}",
            .. Hub is null ? Array.Empty<string>() : [$"HF_ENDPOINT={Hub}"],
            .. _port is null ? Isolation : [],
            "strace", "--follow-forks", "--seccomp-bpf", "--quiet=all", "--decode-fds=path", "--no-abbrev", "--output-append-mode",
            $"--output={Notes}", "-e", Noted, Executable.File, .. arguments,
        ];
    }

    /// <summary>The calls, without the processes that made them; of one that was interrupted, its beginning.</summary>
    private string[] ReadNotes() =>
        [.. File.ReadLines(Notes).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart())];

    private bool ReachesOut(string call) => (NetworkCall().IsMatch(call) && !IsAllowed(call))
        || (LocalConnection().Match(call) is { Success: true } local
            && !IsOwn(local.Groups["path"].Value) && local.Groups["path"].Value != "/var/run/nscd/socket");

    private bool IsAllowed(string call) =>
        call.Contains($"htons({_port})", StringComparison.Ordinal) && call.Contains("127.0.0.1\"", StringComparison.Ordinal);

    private bool WritesElsewhere(string call)
    {
        Match match = Opening().Match(call);
        if (match.Success && !call.StartsWith("creat(", StringComparison.Ordinal) && !ForWriting().IsMatch(match.Groups["mode"].Value))
            return false;
        if (!match.Success)
            match = Change().Match(call);
        if (!match.Success || call.Contains("= -1 EEXIST", StringComparison.Ordinal))
            return false;

        // A path is relative to the folder that is described before it.
        string folder = DescribedFolder().Match(call) is { Success: true } described ? described.Groups["path"].Value : RepositoryPaths.Root;
        return !IsOwn(Path.GetFullPath(match.Groups["path"].Value, folder));
    }

    /// <summary>Whether a program is started that isn't told to be silent.</summary>
    private static bool StartsUntold(string call) => call.StartsWith("execve", StringComparison.Ordinal)
        && !call.Contains("\"ORT_DISABLE_TELEMETRY=1\"", StringComparison.Ordinal);

    /// <summary>Whether it is in one of the program's own places, or a folder that has to be there for one.</summary>
    private bool IsOwn(string path) =>
        Array.Exists(_ownPlaces, place => path.StartsWith(place, StringComparison.Ordinal) || place.StartsWith($"{path}/", StringComparison.Ordinal));
}
