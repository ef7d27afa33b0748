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

    [Theory]
    [InlineData("auth.json")]
    [InlineData("client_secret_12.json")]
    [InlineData("shop-firebase-adminsdk-x.json")]
    [InlineData("google-services.json")]
    [InlineData(".aws/config")]
    [InlineData(".s3cfg")]
    [InlineData("pip.conf")]
    [InlineData("NuGet.Config")]
    [InlineData("settings.xml")]
    [InlineData("office.ovpn")]
    [InlineData("kubeconfig.yaml")]
    [InlineData("vault.yml")]
    [InlineData("wp-config.php")]
    [InlineData("application-prod.properties")]
    [InlineData("prod.env.bak")]
    [InlineData("secrets.json~")]
    [InlineData("#secrets.json#")]
    [InlineData(".#secrets.json")]
    [InlineData("secrets.json.bak")]
    [InlineData("secrets.json.bak2")]
    [InlineData("secrets.json.~3~")]
    [InlineData("appsettings.Production.json.orig")]
    [InlineData(".secrets.json.swp")]
    [InlineData(".secrets.json.un~")]
    [InlineData("secrets (1).json")]
    [InlineData("secrets copy.json")]
    [InlineData("secrets - Copy.json")]
    [InlineData("secrets_LOCAL_1234.json")]
    [InlineData(".env.bak~")]
    public void Further_secrets_and_copies_of_them_are_left_alone_under_any_scheme(string path)
    {
        FileRules rules = Rules(ServerSettings.Default);
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

        Assert.All(
            [
                $"file:///w/{escaped}", $"file:///w/{escaped}#L3", $"file:///w/{escaped}?x=1", $"file:///w/{path}", $"/w/{path}", $"untitled:{path}",
                $"git:/w/{escaped}?%7B%22ref%22%3A%22~%22%7D", $"vscode-notebook-cell:/w/{escaped}#W0s", $"vscode-local-history:/w/{escaped}?ab#1",
            ],
            address => Assert.False(IsAllowed(rules, address), address));
    }

    [Theory]
    [InlineData("oauth.json.cs")]
    [InlineData("settings.json")]
    [InlineData("application.properties")]
    [InlineData("src/config")]
    [InlineData("copy.cs")]
    [InlineData("Program (1).cs")]
    [InlineData("config.h~")]
    [InlineData("c#/a.cs")]
    public void What_only_resembles_them_is_completed(string path) =>
        Assert.All([$"file:///w/{path}", $"/w/{path}"], address => Assert.True(IsAllowed(Rules(ServerSettings.Default), address), address));

    [Theory]
    [InlineData("vscode-notebook-cell:{0}/n.ipynb#W0s")]
    [InlineData("git:{0}/n.ipynb?%7B%7D")]
    [InlineData("file://{0}/n.ipynb#W0s")]
    [InlineData("file://{0}/n.ipynb~")]
    public void The_setting_ignore_holds_for_parts_versions_and_copies(string address)
    {
        FileRules rules = Rules(ServerSettings.Default with { Ignore = new GlobList(["*.ipynb"]) });

        Assert.False(IsAllowed(rules, string.Format(null, address, new Uri(_repository.Root).AbsolutePath)));
    }

    [Fact]
    public void A_link_to_what_is_left_alone_is_left_alone()
    {
        _repository.Write(".gitignore", "build/\n");
        _repository.Write(".env", "A=b\n");
        _repository.Write("build/gen.py", "a = 1\n");
        _repository.Write("src/a.py", "a = 1\n");
        Link("conf.py", _repository.Root + "/.env");
        Link("src/link.py", "../build/gen.py");
        Link("src/chain.py", "../conf.py");
        Link("src/good.py", "a.py");
        Link("folder", "build");
        Link("round.py", "round.py");
        FileRules rules = Rules(ServerSettings.Default);

        Assert.False(rules.IsAllowed(UriOf("conf.py"), "python", out string? reason));
        Assert.Equal("it is a link: the file may hold secrets, by its name", reason);
        Assert.All(["src/link.py", "src/chain.py", "folder/gen.py"], name => Assert.False(IsAllowed(rules, UriOf(name)), name));
        Assert.All(["src/good.py", "src/a.py", "round.py"], name => Assert.True(IsAllowed(rules, UriOf(name)), name));

        void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(_repository.Root, path), target);
    }

    [Fact]
    public void A_completionignore_is_read_like_a_gitignore_in_any_folder_above()
    {
        _repository.Write(".completionignore", "*.sql\n/drafts/\n!keep.sql\n");
        _repository.Write("src/.completionignore", "*.lua\n");
        FileRules rules = Rules(ServerSettings.Default);

        Assert.False(rules.IsAllowed(UriOf("src/a.sql"), "sql", out string? reason));
        Assert.EndsWith(".completionignore ignores it: *.sql", reason, StringComparison.Ordinal);
        Assert.All(["drafts/a.cs", "src/a.lua", "src/deep/a.lua"], name => Assert.False(IsAllowed(rules, UriOf(name)), name));
        Assert.All(["keep.sql", "a.lua", "src/drafts/a.cs"], name => Assert.True(IsAllowed(rules, UriOf(name)), name));

        // Neither takes back what the other ignores.
        _repository.Write(".gitignore", "!*.sql\n");
        _time.Step(TimeSpan.FromSeconds(1));
        Assert.False(IsAllowed(rules, UriOf("src/a.sql")));
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
