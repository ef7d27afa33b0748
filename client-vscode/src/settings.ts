import * as vscode from 'vscode';

const section = 'lspCompletion';

/** Languages in which suggestions are on or off, by language identifier. */
export type LanguageSwitches = Readonly<Record<string, boolean>>;

/** A setting's value as it holds for the window. */
export function readSetting<T>(key: string, fallback: T): T {
  return vscode.workspace.getConfiguration(section).get(key, fallback);
}

/** Changes a setting where it is set: in the workspace if that has a word on it, otherwise for the user. */
export async function writeSetting(key: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const isOfWorkspace = configuration.inspect(key)?.workspaceValue !== undefined;
  await configuration.update(
    key,
    value,
    isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

/** Whether suggestions are on in a language; `*` stands for those that the setting doesn't name. */
export function isOnIn(languages: LanguageSwitches, languageId: string): boolean {
  return languages[languageId] ?? languages['*'] ?? true;
}

/** Turns suggestions on or off in a language. */
export async function switchLanguage(languageId: string, isOn: boolean): Promise<void> {
  const inspected = vscode.workspace.getConfiguration(section).inspect<LanguageSwitches>('languages');

  // Values of all scopes are merged by VS Code: only what one of them says itself is written there.
  const own = inspected?.workspaceValue ?? inspected?.globalValue ?? {};
  await writeSetting('languages', { ...own, [languageId]: isOn });
}
