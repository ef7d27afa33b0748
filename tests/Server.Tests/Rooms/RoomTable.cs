namespace LspCompletion.Server.Tests.Rooms;

/// <summary>
/// Which room may use which, and which packages. A room stands below all that it uses, so there is no loop. What a room
/// needs that isn't here is a question first: does it belong into another room, or does what it needs?
/// </summary>
internal static class RoomTable
{
    /// <summary>What every room may use: an error that says to the user what to mend is the same everywhere.</summary>
    public const string UsedEverywhere = "LspCompletion.Engine.EngineException";

    /// <summary>The rooms, from the ground up.</summary>
    public static readonly IReadOnlyList<Room> Rooms =
    [
        new("engine/Text"),
        new("engine/Files"),
        new("engine/Tokenization", "engine/Files"),
        new("engine/Inference"),
        new("engine/Prompting", "engine/Text", "engine/Tokenization"),
        new("engine/Memory"),
        new("engine/Caching", "engine/Inference", "engine/Memory"),
        new("engine/Decoding", "engine/Tokenization", "engine/Inference", "engine/Caching", "engine/Memory"),
        new("engine/Models/Onnx", "engine/Files"),
        new("engine/Models", "engine/Text", "engine/Files", "engine/Inference", "engine/Prompting", "engine/Models/Onnx"),
        new(
            "engine/Models/Import",
            "engine/Files", "engine/Tokenization", "engine/Inference", "engine/Prompting", "engine/Models", "engine/Models/Onnx"),
        new("engine/Models/Hub", "engine/Models", "engine/Models/Import"),

        // The engine as a whole, and what is on top of it.
        new(
            "engine",
            "engine/Text", "engine/Tokenization", "engine/Inference", "engine/Prompting", "engine/Memory", "engine/Caching", "engine/Decoding",
            "engine/Models"),
        new("engine/Remote", "engine/Text", "engine/Prompting", "engine/Decoding", "engine"),
        new(
            "engine/Explaining",
            "engine/Tokenization", "engine/Inference", "engine/Prompting", "engine/Caching", "engine/Models", "engine"),

        // What the server knows of texts, settings and figures.
        new("server/Documents"),
        new("server/Rpc"),
        new("server/Threads"),
        new("server/Files", "engine/Files"),
        new("server/Languages"),
        new("server/Settings/Ignoring", "server/Files"),
        new("server/Settings/Secrets"),
        new(
            "server/Settings",
            "engine/Prompting", "engine/Decoding", "engine/Models", "engine/Remote", "server/Files", "server/Languages",
            "server/Settings/Ignoring"),
        new(
            "server/Context",
            "engine/Prompting", "server/Files", "server/Documents", "server/Settings", "server/Settings/Secrets"),

        // What a compiler knows.
        new("server/Insight", "engine/Prompting", "engine/Decoding", "server/Documents", "server/Settings"),
        new("server/CSharp/Projects", "engine/Text", "server/Files", "server/Settings/Ignoring"),
        new(
            "server/CSharp",
            "engine/Prompting", "engine/Decoding",
            "server/Threads", "server/Files", "server/Documents", "server/Settings", "server/Insight", "server/CSharp/Projects"),

        // Who writes.
        new("server/Calibration", "engine/Inference", "engine/Models", "server/Settings"),
        new(
            "server/Backends",
            "engine/Inference", "engine/Prompting", "engine/Memory", "engine/Caching", "engine/Decoding", "engine/Models", "engine", "engine/Remote",
            "server/Threads", "server/Settings", "server/Calibration"),
        new("server/Backends/Sharing", "engine/Files", "engine/Decoding", "engine/Models", "engine", "server/Rpc", "server/Backends"),

        // Which files a folder has.
        new(
            "server/Workspace",
            "server/Threads", "server/Files", "server/Documents", "server/Languages", "server/Settings/Ignoring", "server/Settings/Secrets",
            "server/Settings", "server/Backends"),

        // From a snapshot to a reply.
        new(
            "server/Completion/Filters",
            "engine/Text", "engine/Prompting", "engine/Decoding", "server/Languages", "server/Settings/Secrets"),
        new(
            "server/Completion",
            "engine/Text", "engine/Prompting", "engine/Decoding", "engine",
            "server/Documents", "server/Languages", "server/Settings", "server/Settings/Secrets", "server/Context", "server/Insight",
            "server/Backends", "server/Workspace", "server/Completion/Filters"),
        new(
            "server/Evaluation",
            "engine/Prompting", "engine", "server/Documents", "server/Settings", "server/Context", "server/Insight", "server/Backends", "server/Completion/Filters",
            "server/Completion"),
        new(
            "server/CSharp/Evaluation",
            "engine/Prompting", "engine/Caching", "engine/Decoding", "engine/Models", "engine",
            "server/Documents", "server/Settings", "server/Evaluation", "server/Context", "server/Insight", "server/CSharp",
            "server/Backends", "server/Completion"),

        // What a client is told.
        new("server/Protocol/Messages"),
        new("server/Protocol/Transport", "server/Rpc"),
        new(
            "server/Protocol",
            "engine/Text", "engine",
            "server/Documents", "server/Settings", "server/Insight", "server/Completion",
            "server/Protocol/Messages", "server/Protocol/Transport"),
        new(
            "server/Protocol/Handlers",
            "engine",
            "server/Documents", "server/Insight", "server/Completion", "server/Protocol/Messages", "server/Protocol"),

        // The command line: what all commands keep to, each command, and what chooses one.
        new("server/Commands/Conventions", "engine/Text", "engine/Inference", "engine/Models"),
        new("server/Commands/Sources"),
        new(
            "server/Commands/Complete",
            "engine/Inference", "engine/Prompting", "engine/Decoding", "engine",
            "server/Documents", "server/Languages", "server/Settings", "server/Insight", "server/CSharp", "server/Backends",
            "server/Completion", "server/Commands/Conventions", "server/Commands/Sources"),
        new(
            "server/Commands/Evaluate",
            "engine/Inference", "engine/Memory", "engine/Models", "engine",
            "server/Documents", "server/Files", "server/Languages", "server/Settings", "server/Workspace", "server/Insight",
            "server/CSharp", "server/Backends", "server/Evaluation", "server/CSharp/Evaluation", "server/Commands/Conventions", "server/Commands/Sources"),
        new(
            "server/Commands/Models",
            "engine/Inference", "engine/Prompting", "engine/Models", "engine/Models/Import", "engine/Models/Hub",
            "server/Commands/Conventions"),
        new(
            "server/Commands/Replay",
            "engine/Inference", "engine/Caching", "engine/Decoding", "engine",
            "server/Documents", "server/Languages", "server/Evaluation", "server/Protocol/Messages", "server/Protocol",
            "server/Commands/Conventions", "server/Commands/Sources"),
        new(
            "server/Commands/Explain",
            "engine/Tokenization", "engine/Inference", "engine/Caching", "engine/Decoding", "engine/Models", "engine", "engine/Explaining",
            "server/Languages", "server/Commands/Conventions", "server/Commands/Sources", "server/Commands/Replay"),
        new(
            "server/Commands/Serve",
            "server/Documents", "server/Settings", "server/Insight", "server/CSharp", "server/Backends", "server/Backends/Sharing",
            "server/Completion", "server/Protocol/Messages", "server/Protocol/Transport", "server/Protocol",
            "server/Protocol/Handlers", "server/Commands/Conventions"),
        new(
            "server/Commands/Doctor",
            "engine/Inference", "engine/Prompting", "engine/Caching", "engine/Decoding", "engine/Models", "engine",
            "server/Documents", "server/Languages", "server/Settings", "server/Context", "server/Insight", "server/CSharp", "server/Calibration",
            "server/Backends", "server/Completion/Filters", "server/Completion",
            "server/Commands/Conventions", "server/Commands/Sources", "server/Commands/Serve"),
        new(
            "server/Commands",
            "server/Commands/Conventions", "server/Commands/Complete", "server/Commands/Doctor", "server/Commands/Evaluate",
            "server/Commands/Models", "server/Commands/Replay", "server/Commands/Explain", "server/Commands/Serve"),
        new("server", "server/Commands/Conventions", "server/Commands"),
    ];

    /// <summary>The packages, by their namespaces, and the rooms that may use them, with the rooms inside of those.</summary>
    public static readonly IReadOnlyList<(string Namespace, string[] Rooms)> Packages =
    [
        ("Google.Protobuf", ["engine/Models/Onnx"]),
        ("Microsoft.CodeAnalysis", ["server/CSharp"]),
        ("Microsoft.ML.OnnxRuntime", ["engine/Inference"]),
        ("Microsoft.ML.Tokenizers", ["engine/Tokenization"]),
        ("LibGit2Sharp", ["server/Commands/Evaluate"]),
        ("ScottPlot", ["server/Commands/Explain", "server/Commands/Replay"]),
        ("SkiaSharp", ["server/Commands/Replay"]),
        ("Spectre.Console", ["server/Commands"]),
        ("StreamJsonRpc", ["server/Backends/Sharing", "server/Protocol", "server/Commands/Replay", "server/Commands/Serve"]),
        ("System.CommandLine", ["server/Commands"]),
    ];
}
