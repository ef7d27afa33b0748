import * as vscode from 'vscode';
import { CacheView } from './cache/cacheView';
import { chooseModel } from './models';
import { isOnIn, type LanguageSwitches, readSetting, switchLanguage, writeSetting } from './settings';
import { longestMinutes, parseMinutes, type Snooze } from './snooze';
import { describeCounts, type Statistics } from './statistics/statistics';
import type { Cure } from './status/presentation';

/** What commands work on. */
export interface CommandTargets {
  readonly restart: () => Promise<void>;
  readonly cure: () => Cure | undefined;
  readonly snooze: Snooze;
  readonly statistics: Statistics;
  readonly log: vscode.LogOutputChannel;
  readonly memory: vscode.Memento;
}

/** Registers the extension's commands. */
export function registerCommands(targets: CommandTargets): vscode.Disposable {
  const commands: Record<string, () => unknown> = {
    trigger: () => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger'),
    toggle: () => writeSetting('enabled', !readSetting<boolean>('enabled', true)),
    toggleLanguage,
    snooze: () => startSnooze(targets.snooze),
    wake: () => {
      targets.snooze.wake();
    },
    chooseModel: () => chooseModel(targets.memory),
    restart: targets.restart,
    showLog: () => {
      targets.log.show();
    },
    showStatistics: () => showStatistics(targets.statistics),
    resetStatistics: () => targets.statistics.reset(),
    openCacheView: () => vscode.commands.executeCommand(`${CacheView.id}.focus`),
    showMenu: () => showMenu(targets),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`lspCompletion.${name}`, run)),
  );
}

async function toggleLanguage(): Promise<void> {
  const language = vscode.window.activeTextEditor?.document.languageId;
  if (language === undefined) {
    void vscode.window.showInformationMessage('Open a file first: suggestions are turned on or off for its language.');
    return;
  }

  await switchLanguage(language, !isOnIn(readSetting<LanguageSwitches>('languages', {}), language));
}

async function startSnooze(snooze: Snooze): Promise<void> {
  const choices = [5, 15, 30, 60].map((minutes) => ({ label: `${minutes} minutes`, minutes }));
  const other = { label: 'Other…', minutes: undefined };
  const choice = await vscode.window.showQuickPick([...choices, other], {
    title: 'Snooze',
    placeHolder: 'How long are suggestions to be off?',
  });
  if (choice === undefined) {
    return;
  }

  const minutes = choice.minutes ?? (await askMinutes());
  if (minutes !== undefined) {
    snooze.start(minutes);
  }
}

async function askMinutes(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Snooze',
    prompt: 'Minutes',
    validateInput: (input) =>
      parseMinutes(input) === undefined ? `A whole number from 1 to ${longestMinutes}, please.` : undefined,
  });
  return text === undefined ? undefined : parseMinutes(text);
}

async function showStatistics(statistics: Statistics): Promise<void> {
  const { counts } = statistics;
  const since = new Date(counts.since).toLocaleDateString();
  const answer = await vscode.window.showInformationMessage(
    'LSP Completion statistics',
    { modal: true, detail: [`Since ${since}, on this machine only:`, '', ...describeCounts(counts)].join('\n') },
    'Reset',
  );
  if (answer === 'Reset') {
    await statistics.reset();
  }
}

async function showMenu({ cure, snooze }: CommandTargets): Promise<void> {
  const isOn = readSetting<boolean>('enabled', true);
  const language = vscode.window.activeTextEditor?.document.languageId;
  const item = (label: string, command: string, argument?: string) => ({ label, command, argument });
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator, command: '', argument: undefined };
  const way = cure();
  const items = [
    ...(way === undefined ? [] : [item(`$(lightbulb) ${way.title}`, way.command, way.argument), separator]),
    item(isOn ? '$(circle-slash) Turn off' : '$(check) Turn on', 'lspCompletion.toggle'),
    ...(language === undefined
      ? []
      : [
          isOnIn(readSetting<LanguageSwitches>('languages', {}), language)
            ? item(`$(circle-slash) Turn off in ${language}`, 'lspCompletion.toggleLanguage')
            : item(`$(check) Turn on in ${language}`, 'lspCompletion.toggleLanguage'),
        ]),
    snooze.end === undefined
      ? item('$(bell-slash) Snooze…', 'lspCompletion.snooze')
      : item('$(bell) End snooze', 'lspCompletion.wake'),
    separator,
    item('$(graph) Cache view', 'lspCompletion.openCacheView'),
    item('$(pulse) Statistics', 'lspCompletion.showStatistics'),
    item('$(output) Log', 'lspCompletion.showLog'),
    separator,
    item('$(server-process) Choose model…', 'lspCompletion.chooseModel'),
    item('$(debug-restart) Restart', 'lspCompletion.restart'),
    item('$(gear) Settings', 'workbench.action.openSettings', 'lspCompletion'),
  ];

  // What the cure does need not stand there twice.
  const unique = items.filter(
    (entry, index) => entry.command === '' || items.findIndex((other) => other.command === entry.command) === index,
  );
  const choice = await vscode.window.showQuickPick(unique, { title: 'LSP Completion' });
  if (choice !== undefined) {
    await vscode.commands.executeCommand(choice.command, ...(choice.argument === undefined ? [] : [choice.argument]));
  }
}
