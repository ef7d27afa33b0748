import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readSetting, writeSetting } from './settings';

const recentKey = 'recentModels';
const mostRecent = 5;

type Choice = vscode.QuickPickItem & { readonly folder?: string };

/** Lets the user choose the model: the one that ships, one that was chosen before, or any folder. */
export async function chooseModel(memory: vscode.Memento): Promise<void> {
  const current = readSetting<string>('model', '');
  const recent = memory.get<string[]>(recentKey, []);
  const folders = [...new Set(current === '' ? recent : [current, ...recent])];
  const mark = (folder: string) => (folder === current ? '$(check) ' : '');
  const choices: Choice[] = [
    {
      label: `${current === '' ? '$(check) ' : ''}The model that ships`,
      description: 'small, for two processor cores',
      folder: '',
    },
    ...folders.map((folder) => ({ label: mark(folder) + path.basename(folder), description: folder, folder })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(folder-opened) Choose a Folder…', description: 'with a model.json, or an export by Optimum' },
  ];
  const choice = await vscode.window.showQuickPick(choices, {
    title: 'Model',
    placeHolder: 'Which model is to write suggestions?',
  });
  if (choice === undefined) {
    return;
  }

  const folder = choice.folder ?? (await pickFolder());
  if (folder === undefined) {
    return;
  }

  if (folder !== '') {
    await memory.update(recentKey, [folder, ...recent.filter((other) => other !== folder)].slice(0, mostRecent));
  }

  await writeSetting('model', folder);
}

async function pickFolder(): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'The Folder of the Model',
      openLabel: 'Use This Model',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (folder === undefined) {
    return undefined;
  }

  const isModel = ['model.json', 'config.json'].some((file) => existsSync(path.join(folder.fsPath, file)));
  if (!isModel) {
    void vscode.window.showErrorMessage(
      `${folder.fsPath} holds neither model.json nor config.json: it is no model's folder.`,
    );
    return undefined;
  }

  return folder.fsPath;
}
