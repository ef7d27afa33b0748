namespace LspCompletion.EndToEnd.Tests;

/// <summary>Says loudly that a test didn't run for want of something. In continuous integration, that is a failure.</summary>
internal static class MissingTool
{
    /// <summary>Says so of the current test, or of the current class of tests.</summary>
    /// <param name="need">What it needs, and how to get it.</param>
    public static void Report(string need)
    {
        string tests = TestContext.Current.Test?.TestDisplayName ?? TestContext.Current.TestClass!.TestClassSimpleName;
        string message = $"{tests} DID NOT RUN: it needs {need}";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(message);

        TestContext.Current.AddWarning(message);
        Watcher.Tell(message);
    }
}
