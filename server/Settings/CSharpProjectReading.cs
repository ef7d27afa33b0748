namespace LspCompletion.Server.Settings;

/// <summary>How C# projects are read.</summary>
internal enum CSharpProjectReading
{
    /// <summary>From their files; nothing is run.</summary>
    Files,

    /// <summary>By MSBuild, in a process of its own, which runs what the projects and their packages tell it to.</summary>
    MSBuild,
}
