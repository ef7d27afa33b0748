using System.Text;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Tests.Settings.Ignoring;

namespace LspCompletion.Server.Tests.Settings;

public sealed class FileRulesTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();
    private readonly SteppedTime _time = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Where_suggestions_are_on_for_one_language_only_files_of_all_may_be_shown_all_the_same()
    {
        ServerSettings settings = ServerSettings.Default with { Languages = new LanguageSwitches([new("*", false), new("csharp", true)]) };
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(settings, new WorkspaceFolders(["file:///shop"]), _time);

        Assert.True(configuration.Rules.IsAllowed("file:///shop/A.cs", "csharp", out _));
        Assert.False(configuration.Rules.IsAllowed("file:///shop/a.go", "go", out _));
        Assert.True(configuration.MayBeShown("file:///shop/B.cs"));
        Assert.False(configuration.MayBeShown("file:///shop/.env"));
    }

    [Theory]
    [InlineData(".env", false)]
    [InlineData(".ENV.production", false)]
    [InlineData(".envrc", false)]
    [InlineData("src/.env.local", false)]
    [InlineData("environment.cs", true)]
    [InlineData("cert.pem", false)]
    [InlineData("tls/server.KEY", false)]
    [InlineData("sign.pfx", false)]
    [InlineData("id_rsa", false)]
    [InlineData("id_rsa.pub", false)]
    [InlineData("keys.cs", true)]
    [InlineData("monkey.cs", true)]
    [InlineData("appsettings.json", true)]
    [InlineData("appsettings.Development.json", false)]
    [InlineData("AppSettings.Production.json", false)]
    [InlineData("secrets.json", false)]
    [InlineData("local.settings.json", false)]
    [InlineData("prod.kubeconfig", false)]
    [InlineData(".kube/config", false)]
    [InlineData("src/config", true)]
    [InlineData(".npmrc", false)]
    [InlineData(".netrc", false)]
    [InlineData(".aws/credentials", false)]
    [InlineData("Credentials.cs", true)]
    [InlineData("infra/terraform.tfvars", false)]
    [InlineData("infra/main.tf", true)]
    [InlineData(".ssh/known_hosts", false)]
    [InlineData("README.md.cs", true)]
    public void Secrets_are_left_alone_on_disk_in_memory_and_far_away(string path, bool isAllowed)
    {
        FileRules rules = Rules(ServerSettings.Default);

        Assert.Equal(isAllowed, IsAllowed(rules, UriOf(path)));
        Assert.Equal(isAllowed, IsAllowed(rules, Path.Combine([_repository.Root, .. path.Split('/')])));
        Assert.Equal(isAllowed, IsAllowed(rules, $"vscode-remote://ssh-remote%2Bhost/home/u/{path}"));
        Assert.Equal(isAllowed, IsAllowed(rules, $"untitled:{path}"));
        Assert.Equal(isAllowed, IsAllowed(rules, $"file:///c%3A/u/{path}"));
    }

    [Fact]
    public void No_setting_takes_a_secret_back() =>
        Assert.False(
            IsAllowed(Rules(ServerSettings.Default with { Ignore = new GlobList(["!.env"]) }), "untitled:.env"));

    [Theory]
    [InlineData("src/a.min.js", false)]
    [InlineData("src/keep.min.js", true)]
    [InlineData("vendor/x.go", false)]
    [InlineData("src/vendor/x.go", true)]
    [InlineData("generated/deep/x.go", false)]
    public void The_setting_ignore_is_read_like_a_gitignore_in_the_workspace(string path, bool isAllowed)
    {
        FileRules rules = Rules(ServerSettings.Default with
        {
            Ignore = new GlobList(["*.min.js", "!keep.min.js", "/vendor/", "**/generated/**"]),
        });

        Assert.Equal(isAllowed, IsAllowed(rules, UriOf(path)));
    }

    [Fact]
    public void A_language_that_is_off_has_no_suggestions()
    {
        FileRules rules = Rules(ServerSettings.Default);

        Assert.True(rules.IsAllowed("untitled:a", "csharp", out _));
        Assert.False(rules.IsAllowed("untitled:a", "markdown", out string? reason));
        Assert.Equal("the setting languages turns suggestions off for markdown", reason);
    }

    [Fact]
    public void What_Git_ignores_is_left_alone_on_disk_only()
    {
        _repository.Write(".gitignore", "*.g.cs\n");
        FileRules rules = Rules(ServerSettings.Default);

        Assert.False(rules.IsAllowed(UriOf("a.g.cs"), "csharp", out string? reason));
        Assert.EndsWith(".gitignore ignores it: *.g.cs", reason, StringComparison.Ordinal);
        Assert.True(IsAllowed(rules, "untitled:a.g.cs"));
    }

    [Fact]
    public void A_gitignore_that_changes_counts_a_second_later()
    {
        FileRules rules = Rules(ServerSettings.Default);
        Assert.True(IsAllowed(rules, UriOf("a.cs")));
        _repository.Write(".gitignore", "a.cs\n");

        Assert.True(IsAllowed(rules, UriOf("a.cs")));
        _time.Step(TimeSpan.FromSeconds(1));
        Assert.False(IsAllowed(rules, UriOf("a.cs")));
    }

    [Fact]
    public void Binary_files_are_left_alone_and_wide_text_isnt_binary()
    {
        File.WriteAllBytes(Path.Combine(_repository.Root, "binary"), [.. "text"u8, 0, .. "text"u8]);
        File.WriteAllBytes(Path.Combine(_repository.Root, "late"), [.. new byte[8192].Select(_ => (byte)'a'), 0]);
        File.WriteAllText(Path.Combine(_repository.Root, "utf16"), "text", Encoding.Unicode);
        File.WriteAllText(Path.Combine(_repository.Root, "utf32"), "text", Encoding.UTF32);
        File.WriteAllText(Path.Combine(_repository.Root, "empty"), "");
        FileRules rules = Rules(ServerSettings.Default);

        Assert.False(rules.IsAllowed(UriOf("binary"), "csharp", out string? reason));
        Assert.Equal("the file is binary", reason);
        Assert.All(["late", "utf16", "utf32", "empty", "missing"], name => Assert.True(IsAllowed(rules, UriOf(name))));
    }

    [Fact]
    public void Files_that_are_too_large_are_left_alone()
    {
        using (FileStream large = File.Create(Path.Combine(_repository.Root, "large")))
            large.SetLength(FileContent.MostBytes + 1);

        Assert.False(Rules(ServerSettings.Default).IsAllowed(UriOf("large"), "csharp", out string? reason));
        Assert.Equal("the file is larger than 16 MiB", reason);
    }

    [Fact]
    public void Many_threads_may_ask_at_once()
    {
        _repository.Write(".gitignore", "*7.cs\n");
        FileRules rules = Rules(ServerSettings.Default);

        Parallel.For(0, 2_000, i => Assert.Equal(i % 10 != 7, IsAllowed(rules, UriOf($"{i % 100}.cs"))));
    }

    private FileRules Rules(ServerSettings settings) => new(settings, new WorkspaceFolders([new Uri(_repository.Root).AbsoluteUri]), _time);

    private string UriOf(string path) => $"{new Uri(_repository.Root).AbsoluteUri}/{path}";

    private static bool IsAllowed(FileRules rules, string uriOrPath) => rules.IsAllowed(uriOrPath, "csharp", out _);

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Step(TimeSpan time) => _ticks += time.Ticks;
    }
}
