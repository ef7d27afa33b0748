namespace LspCompletion.Engine.Prompting;

/// <summary>What of the input a prompt leaves out for the budget's sake.</summary>
/// <param name="PrefixLines">Lines missing from the start of the text before the cursor.</param>
/// <param name="SuffixLines">Lines missing from the end of the text after the cursor.</param>
/// <param name="ContextFiles">Context files missing whole, or from which lines are missing.</param>
/// <param name="InsideLine">Whether a line alone was over its budget and had to be cut in two.</param>
internal readonly record struct PromptCut(int PrefixLines, int SuffixLines, int ContextFiles, bool InsideLine);
