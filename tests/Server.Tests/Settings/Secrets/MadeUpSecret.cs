namespace LspCompletion.Server.Tests.Settings.Secrets;

/// <summary>A secret that nobody has, as it stands in a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Before">The text before it.</param>
/// <param name="Value">The secret.</param>
/// <param name="After">The text behind it.</param>
internal sealed record MadeUpSecret(string Kind, string Before, string Value, string After)
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Hexadecimal = "0123456789abcdef";
    private const string Letters = Lower + Upper + Digits;

    /// <summary>One of each kind.</summary>
    /// <param name="seed">Others for another number.</param>
    public static IReadOnlyList<MadeUpSecret> OfEachKind(int seed)
    {
        var random = new Random(seed);
        return
        [
            new("access key of a cloud", "aws_access_key_id = \"", "AKIA" + Of(Upper + Digits, 16), "\"\n"),
            new("secret key of a cloud", "aws_secret_access_key = \"", Mixed(Letters + "+/", 40), "\"\n"),
            new("GitHub, personal", "client = connect(\"", "ghp_" + Mixed(Letters, 36), "\")\n"),
            new("GitHub, fine-grained", "client = connect(\"", "github_pat_" + Mixed(Letters, 22) + "_" + Mixed(Letters, 59), "\")\n"),
            new("GitHub, of an application", "client = connect(\"", "gho_" + Mixed(Letters, 36), "\")\n"),
            new("GitLab", "client = connect(\"", "glpat-" + Mixed(Letters, 20), "\")\n"),
            new("Slack, a bot's", "bot = start(\"", $"xoxb-{Of(Digits, 12)}-{Of(Digits, 12)}-{Mixed(Letters, 24)}", "\")\n"),
            new("Slack, a hook", "post(\"https://hooks.slack.com/services/", $"T{Of(Upper + Digits, 8)}/B{Of(Upper + Digits, 8)}/{Mixed(Letters, 24)}", "\")\n"),
            new("Stripe", "stripe.api = \"", "sk_live_" + Mixed(Letters, 24), "\"\n"),
            new("Stripe, a hook", "verify(body, \"", "whsec_" + Mixed(Letters, 32), "\")\n"),
            new("a model's service", "ask(\"", "sk-" + Mixed(Letters, 48), "\")\n"),
            new("another model's service", "ask(\"", "sk-ant-api03-" + Mixed(Letters, 60), "\")\n"),
            new("Google, an interface", "maps = load(\"", "AIza" + Mixed(Letters, 35), "\")\n"),
            new("Google, a client", "login(\"", "GOCSPX-" + Mixed(Letters, 28), "\")\n"),
            new("Google, an access", "login(\"", "ya29." + Mixed(Letters, 60), "\")\n"),
            new("SendGrid", "mail = open(\"", $"SG.{Mixed(Letters, 22)}.{Mixed(Letters, 43)}", "\")\n"),
            new("npm", "publish(\"", "npm_" + Mixed(Letters, 36), "\")\n"),
            new("PyPI", "publish(\"", "pypi-" + Mixed(Letters, 60), "\")\n"),
            new("DigitalOcean", "droplet = create(\"", "dop_v1_" + Of(Hexadecimal, 64), "\")\n"),
            new("Shopify", "shop = open(\"", "shpat_" + Of(Hexadecimal, 32), "\")\n"),
            new("Hugging Face", "pull(\"", "hf_" + Mixed(Letters, 34), "\")\n"),
            new("Vault", "unseal(\"", "hvs." + Mixed(Letters, 24), "\")\n"),
            new("Databricks", "cluster = start(\"", "dapi" + Of(Hexadecimal, 32), "\")\n"),
            new("Twilio", "call(\"", "SK" + Of(Hexadecimal, 32), "\")\n"),
            new("Mailgun", "mail = open(\"", "key-" + Of(Hexadecimal, 32), "\")\n"),
            new("Mailchimp", "mail = open(\"", Of(Hexadecimal, 32) + "-us12", "\")\n"),
            new("Telegram", "bot = start(\"", $"{Of("123456789", 9)}:AA{Mixed(Letters, 33)}", "\")\n"),
            new("Discord, a hook", "post(\"https://discord.com/api/webhooks/", $"{Of(Digits, 18)}/{Mixed(Letters, 60)}", "\")\n"),
            new("Docker", "push(\"", "dckr_pat_" + Mixed(Letters, 27), "\")\n"),
            new("a signed token", "check(\"", $"eyJ{Mixed(Letters, 20)}.eyJ{Mixed(Letters, 40)}.{Mixed(Letters, 43)}", "\")\n"),
            new("a storage's key", "connect(\"AccountName=shop;AccountKey=", Mixed(Letters + "+/", 86) + "==", ";EndpointSuffix=x\")\n"),
            new("a database's password", "connect(\"Server=db7;User=sa;Password=", Mixed(Letters + "!#%", 14), ";Pooling=true\")\n"),
            new("a password in an address", "connect(\"postgres://shop:", Mixed(Letters, 16), "@db.local:5432/shop\")\n"),
            new("a bearer", "headers[\"Authorization\"] = \"Bearer ", Mixed(Letters, 40), "\"\n"),
            new("a basic login", "headers[\"Authorization\"] = \"Basic ", Mixed(Letters, 28) + "==", "\"\n"),
            new("a private key", "KEY = \"\"\"\n-----BEGIN RSA PRIVATE KEY-----\n", Lines(12), "\n-----END RSA PRIVATE KEY-----\n\"\"\"\n"),
            new("a key on one line", "key = \"-----BEGIN OPENSSH PRIVATE KEY-----\\n", Mixed(Letters + "+/", 200), "\\n-----END OPENSSH PRIVATE KEY-----\"\n"),
            new("a password", "password: \"", Mixed(Letters, 12), "\"\n"),
            new("a client's secret", "\"client_secret\": \"", Mixed(Letters + "-_", 32), "\",\n"),
            new("a token of the environment", "export API_TOKEN=", Mixed(Letters, 32), "\n"),
            new("a key in hexadecimal", "encryption_key = '", Of(Hexadecimal, 64), "'\n"),
        ];

        string Of(string characters, int length) => new([.. Enumerable.Range(0, length).Select(_ => characters[random.Next(characters.Length)])]);

        // Chance may leave one kind out; the makers of secrets have no such luck.
        string Mixed(string characters, int length) => $"{Of(Upper, 1)}{Of(Digits, 1)}{Of(characters, length - 4)}{Of(Lower, 1)}{Of(Digits, 1)}";

        string Lines(int count) => string.Join('\n', Enumerable.Range(0, count).Select(_ => Mixed(Letters + "+/", 64)));
    }

    /// <summary>Pieces that would give it away.</summary>
    public IEnumerable<string> Pieces => Value.Split('\n').Select(line => line.Length > 12 ? line[^12..] : line);
}
