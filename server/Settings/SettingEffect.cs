namespace LspCompletion.Server.Settings;

/// <summary>What a setting changes, which decides who may set it: see <see cref="Setting.Scope"/>.</summary>
internal enum SettingEffect
{
    /// <summary>Which suggestions are shown, and what is told of them. The worst that comes of it is a bad suggestion.</summary>
    Shows,

    /// <summary>How much of the machine is used, or of an engine elsewhere that somebody pays for.</summary>
    Spends,

    /// <summary>What is read into the process: a model, a driver, the projects of a folder.</summary>
    Loads,

    /// <summary>Which programs are run.</summary>
    Runs,

    /// <summary>What leaves the process, and where it goes: to an engine elsewhere, into a prompt for it, into a log.</summary>
    Sends,
}
