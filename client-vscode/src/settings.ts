import * as vscode from 'vscode';
import { type Manifest, namesOfUserSettings, userOptions } from './userSettings';

const section = 'lspCompletion';

/** The settings that are the user's own. The server is given them when it starts, and again whenever they change. */
export class UserSettings {
  private readonly names: readonly string[];

  constructor(manifest: Manifest) {
    this.names = namesOfUserSettings(manifest);
  }

  /** The options with which the server is started. */
  read(): Record<string, unknown> {
    const configuration = vscode.workspace.getConfiguration(section);
    const folders = vscode.workspace.workspaceFolders ?? [];
    return userOptions(this.names, (name) => configuration.inspect(name)?.globalValue, {
      isTrusted: vscode.workspace.isTrusted,
      folders: folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath),
    });
  }

  /** Whether a change is one of theirs. */
  areChangedBy(event: vscode.ConfigurationChangeEvent): boolean {
    return [...this.names, 'ignore'].some((name) => event.affectsConfiguration(`${section}.${name}`));
  }

  /** The settings that a workspace has a say in: those that are the user's alone would be taken for the workspace's. */
  withoutThem(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(settings).filter(([name]) => !this.names.includes(name)));
  }
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
