using LspCompletion.Server.Completion;
using LspCompletion.Server.Protocol;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Protocol;

/// <summary>What files, models, engines and clients say reaches logs and the status as one line that acts on nothing.</summary>
public sealed class OneLineTests
{
    private const string Words = "model\u001B]0;x\u0007\u202E\n\u200B";
    private const string Shown = "model\uFFFD]0;x\uFFFD\uFFFD \uFFFD";

    [Fact]
    public void The_status()
    {
        EngineStatus status = new(EngineState.Ready, Words, Model: Words);

        Assert.Equal((Shown, Shown), (status.Message, status.Model));
        status = status with { Message = $"a{Words}", Model = $"b{Words}" };
        Assert.Equal(($"a{Shown}", $"b{Shown}"), (status.Message, status.Model));
    }

    [Fact]
    public async Task The_log_and_what_the_user_is_shown()
    {
        await using RawClient client = await RawClient.StartAsync();
        client.Completion.Status = new EngineStatus(EngineState.Error, Words);

        string shown = (await client.OtherAsync("window/showMessage"))["params"]!["message"]!.GetValue<string>();
        await client.CatchUpAsync();

        Assert.Equal(Shown, shown);
        Assert.Equal(0, client.Others.Count(other => Acts(other.ToJsonString())));
    }

    [Fact]
    public async Task Standard_error()
    {
        StringWriter output = new() { NewLine = "\n" };
        LogWriter log = new(TextWriter.Synchronized(output));
        log.Write(Words);
        await log.CloseAsync(Patience.Limit);

        Assert.Equal($"{Shown}\n", output.ToString());
    }

    private static bool Acts(string json) => json.Contains("\\u001B", StringComparison.OrdinalIgnoreCase)
        || json.Contains("\\u202E", StringComparison.OrdinalIgnoreCase);
}
