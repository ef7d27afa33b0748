using System.Collections.Concurrent;
using LspCompletion.Engine;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Settings.Secrets;
using LspCompletion.Server.Tests.Completion;

namespace LspCompletion.Server.Tests.Settings.Secrets;

public class SecretTextTests
{
    /// <summary>Lines that a document with a secret and another one have in common, so that one is shown with the other.</summary>
    private const string Common =
        "from shop import client, headers, connect, post, publish\n\n\ndef reconcile_invoices(ledger, invoices):\n" +
        "    for invoice in invoices:\n        ledger.post(invoice.number, invoice.amount)\n    return ledger.balance()\n\n\n";

    private static readonly IReadOnlyList<MadeUpSecret> Secrets = [.. Enumerable.Range(1, 5).SelectMany(MadeUpSecret.OfEachKind)];

    [Fact]
    public void Every_kind_is_masked_and_nothing_moves()
    {
        Assert.InRange(Secrets.Count, 200, 300);
        Assert.All(Secrets, secret =>
        {
            string source = Common + secret.Before + secret.Value + secret.After + Common;

            string hidden = SecretText.Hide(source);

            Assert.Equal(source.Length, hidden.Length);
            Assert.Equal(source.Split('\n').Select(line => line.Length), hidden.Split('\n').Select(line => line.Length));
            Assert.All(secret.Pieces, piece => Assert.DoesNotContain(piece, hidden, StringComparison.Ordinal));
            Assert.StartsWith(Common + secret.Before, hidden, StringComparison.Ordinal);
            Assert.EndsWith(secret.After + Common, hidden, StringComparison.Ordinal);
        });
    }

    /// <summary>A window of a document may begin and end anywhere in a key.</summary>
    [Fact]
    public void A_part_of_a_key_is_masked_too()
    {
        MadeUpSecret key = Secrets.First(secret => secret.Kind == "a private key");
        string[] lines = (key.Before + key.Value + key.After).Split('\n');
        for (int start = 0; start < lines.Length; start++)
        {
            for (int end = start + 1; end <= lines.Length; end++)
            {
                string hidden = SecretText.Hide(string.Join('\n', lines[start..end]));
                Assert.All(key.Pieces, piece => Assert.DoesNotContain(piece, hidden, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void None_is_suggested_whoever_wrote_it()
    {
        Assert.All(Secrets, secret =>
        {
            string source = Common + secret.Before;
            Surroundings around = new(source, "\n" + Common, "python");

            FilterResult result = SuggestionFilter.Apply(secret.Value + secret.After, around);

            Assert.All(secret.Pieces, piece => Assert.DoesNotContain(piece, result.Text, StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("password = input(\"Password: \")")]
    [InlineData("var password = passwords.First();")]
    [InlineData("public string Password { get; set; } = \"\";")]
    [InlineData("string token = source.Token.ToString();")]
    [InlineData("const tokenType = \"refresh_token\";")]
    [InlineData("\"password\": \"password\"")]
    [InlineData("\"secret\": \"required\"")]
    [InlineData("api_key = os.environ[\"API_KEY\"]")]
    [InlineData("api_key: ${{ secrets.API_KEY }}")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("Server=db7;User=sa;Password={password};")]
    [InlineData("connect(\"postgres://localhost:5432/shop\")")]
    [InlineData("\"sha256\": \"fe6fae57bfa1392d30114b997ec4e56acf5ec5c7148989bb3154181e24974f63\"")]
    [InlineData("\"minipass\": \"^7.0.2\",")]
    [InlineData("/*********************************************/")]
    [InlineData("if (token == Token.EndOfFile)")]
    [InlineData("tokens = tokenizer.encode(text)")]
    [InlineData("uuid = \"123e4567-e89b-12d3-a456-426614174000\"")]
    [InlineData("class PasswordResetTokenRepository2 : Repository")]
    public void Code_about_secrets_is_no_secret(string source) => Assert.Equal(source, SecretText.Hide(source));

    [Fact]
    public void The_line_that_is_worked_on_stays()
    {
        MadeUpSecret secret = Secrets[0];
        string line = secret.Before + secret.Value;

        Assert.Equal(line, SecretText.HideAbove(line));
        Assert.Equal("\n" + line, SecretText.HideAbove("\n" + line));
        Assert.DoesNotContain(secret.Value, SecretText.HideAbove(line + secret.After), StringComparison.Ordinal);
    }

    /// <summary>
    /// 200 documents that hold a secret each are open, and others that resemble them: no model sees any, and one that knows them
    /// all the same doesn't get them shown.
    /// </summary>
    [Fact]
    public async Task No_secret_of_an_open_document_comes_back()
    {
        ConcurrentBag<CompletionRequest> requests = [];
        string answer = "";
        var backend = new BackendDouble
        {
            Answer = (request, _, _) =>
            {
                requests.Add(request);
                return Task.FromResult(BackendDouble.Result(answer));
            },
        };
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(
            ServerSettings.Default with { TimeLimitMs = 60_000, MaxLines = 20 }, new WorkspaceFolders(["untitled:/w"]), TimeProvider.System);
        using var service = new CompletionService(configuration, new LanguageInsights([]), _ => backend, TimeProvider.System, _ => { });
        service.Start();
        for (int i = 0; service.Status.State != EngineState.Ready; i++)
        {
            Assert.True(i < 6_000, "It took too long until the model was loaded.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        for (int i = 0; i < Secrets.Count; i++)
        {
            MadeUpSecret secret = Secrets[i];
            service.Opened(Document($"a{i}.py", Common + secret.Before + secret.Value + secret.After + Common));

            // In another document, and further down in one that holds it.
            foreach (string before in (string[])[Common + secret.Before, Common + secret.Before + secret.Value + secret.After + Common + secret.Before])
            {
                answer = secret.Value + secret.After;
                DocumentSnapshot document = Document($"b{i}.py", before + "\n" + Common);
                service.Opened(document);
                CompletionReply reply = await service.CompleteAsync(
                    new CompletionQuery(document, before.Length, CompletionTrigger.Invoked, Selected: null), TestContext.Current.CancellationToken);

                Assert.All(secret.Pieces, piece => Assert.DoesNotContain(piece, reply.Suggestion?.Text ?? "", StringComparison.Ordinal));
                Assert.True(reply.Record.Stats is not null, reply.Record.Reason);
            }
        }

        Assert.All(Secrets.SelectMany(secret => secret.Pieces), piece => Assert.All(requests, request =>
        {
            Assert.DoesNotContain(piece, request.Prefix, StringComparison.Ordinal);
            Assert.DoesNotContain(piece, request.Suffix, StringComparison.Ordinal);
            Assert.DoesNotContain(piece, request.Typed, StringComparison.Ordinal);
            Assert.All(request.Context, file => Assert.DoesNotContain(piece, file.Text, StringComparison.Ordinal));
        }));
        Assert.Contains(requests, request => request.Context.Any(file => file.Text.Contains("reconcile_invoices", StringComparison.Ordinal)));
    }

    private static DocumentSnapshot Document(string name, string text) =>
        new() { Uri = $"untitled:/w/{name}", LanguageId = "python", Version = 1, Text = new DocumentText(text) };
}
