import * as vscode from 'vscode';

const section = 'lspCompletion';

/**
 * Settings that decide where text goes. The server takes them only from the options with which it is started, since some
 * clients let a workspace have a say in the rest; VS Code keeps them for the user, as their scope asks for.
 */
const ofUser = ['backend', 'backendModel', 'backendFormat', 'backendKeyFile', 'backendProxy'];

/** The options with which the server is started. */
export function readUserSettings(): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration(section);
  return Object.fromEntries(ofUser.map((key) => [key, configuration.get(key)]));
}

/** Whether a change needs another server: one that is started with other options. */
export function concernsStart(event: vscode.ConfigurationChangeEvent): boolean {
  return ['serverPath', ...ofUser].some((key) => event.affectsConfiguration(`${section}.${key}`));
}

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
