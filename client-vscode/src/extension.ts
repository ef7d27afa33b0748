import * as vscode from 'vscode';
import { CacheView } from './cache/cacheView';
import { registerCommands } from './commands';
import { Completions } from './completions';
import { type CursorPlace, CursorReports } from './cursorReports';
import { CompletionServer, type ServerMessage } from './server/completionServer';
import { completedSchemes, cursorMethod } from './server/protocol';
import { isOnIn, type LanguageSwitches, readSetting, UserSettings } from './settings';
import { Snooze } from './snooze';
import { Statistics } from './statistics/statistics';
import {
  type Cure,
  cureOf,
  type ModelSettings,
  openSetting,
  present,
  type Presentation,
  settingIn,
  showLog,
} from './status/presentation';
import { StatusItems } from './status/statusItems';
import type { Manifest } from './userSettings';

let stop: (() => Promise<void>) | undefined;

/** Puts the extension together. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('LSP Completion', { log: true });
  const statistics = new Statistics(context.globalState, Date.now);
  const snooze = new Snooze(context.workspaceState, Date.now, () => {
    pushSettings();
    showStatus();
  });
  const userSettings = new UserSettings(context.extension.packageJSON as Manifest);
  const isSnoozed = () => snooze.end !== undefined;
  const completions: Completions = new Completions(statistics, userSettings, isSnoozed, (method, parameters) => {
    server.notify(method, parameters);
  });
  const server = new CompletionServer(context.extensionPath, userSettings, log, completions.middleware);
  const status = new StatusItems();
  const cursors = new CursorReports(({ uri, line, character }) => {
    server.notify(cursorMethod, { textDocument: { uri }, position: { line, character } });
  });

  stop = async () => {
    await Promise.all([server.stop(), statistics.save()]);
  };
  context.subscriptions.push(
    log,
    snooze,
    completions,
    cursors,
    server,
    status,
    registerCommands({
      restart: () => server.restart(),
      cure: () => presentation().cure,
      snooze,
      statistics,
      log,
      memory: context.globalState,
    }),
    server.onDidStart(reportShown),
    server.onDidChangeState((state) => {
      showStatus();
      completions.answered(state.kind === 'running' ? state.status.last : undefined);
      completions.serverIs(
        state.kind === 'running' && (state.status.state === 'ready' || state.status.state === 'busy'),
      );
    }),
    server.onDidCrash(({ willRestart }) => {
      tellOfCrash(willRestart);
    }),
    server.onDidShowMessage(showMessage),
    vscode.window.onDidChangeActiveTextEditor(() => {
      showStatus();
      reportShown();
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor && isCompleted(textEditor.document)) {
        cursors.moved(cursorOf(textEditor));
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      server.tellUserSettings();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      server.tellUserSettings();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lspCompletion.serverPath')) {
        void server.restart();
      } else if (userSettings.areChangedBy(event)) {
        server.tellUserSettings();
      }

      if (event.affectsConfiguration('lspCompletion')) {
        showStatus();
      }
    }),
  );

  const cacheView = new CacheView(context.extensionUri, server, log);
  context.subscriptions.push(cacheView, vscode.window.registerWebviewViewProvider(CacheView.id, cacheView));
  showStatus();
  void server.restart();

  function presentation(): Presentation {
    const language = vscode.window.activeTextEditor?.document.languageId;
    const isOff = language !== undefined && !isOnIn(readSetting<LanguageSwitches>('languages', {}), language);
    return present(
      server.state,
      {
        snoozedUntil: snooze.end === undefined ? undefined : timeOfDay(snooze.end),
        languageOff: isOff ? language : undefined,
      },
      modelSettings(),
    );
  }

  function reportShown(): void {
    const editor = vscode.window.activeTextEditor;
    if (editor !== undefined && isCompleted(editor.document)) {
      cursors.shown(cursorOf(editor));
    }
  }

  function showStatus(): void {
    void vscode.commands.executeCommand('setContext', 'lspCompletion.isSnoozed', isSnoozed());
    status.show(presentation());
  }

  /** The server asks for its settings when it hears that they changed. */
  function pushSettings(): void {
    server.notify('workspace/didChangeConfiguration', { settings: null });
  }

  function tellOfCrash(willRestart: boolean): void {
    const restart: Cure = { title: 'Restart', command: 'lspCompletion.restart' };
    if (willRestart) {
      offer(vscode.window.showWarningMessage, 'The completion server ended by itself and is being started again.', [
        showLog,
      ]);
    } else {
      offer(
        vscode.window.showErrorMessage,
        'The completion server ended by itself five times in a row and was left stopped.',
        [restart, showLog],
      );
    }
  }

  function showMessage({ severity, text }: ServerMessage): void {
    const { state } = server;
    const setting = settingIn(text);
    const isOfEngine = state.kind === 'running' && state.status.state === 'error' && state.status.message === text;
    const cure = isOfEngine ? cureOf(modelSettings()) : setting === undefined ? showLog : openSetting(setting);
    const show = [
      vscode.window.showErrorMessage,
      vscode.window.showErrorMessage,
      vscode.window.showWarningMessage,
      vscode.window.showInformationMessage,
    ][severity];
    offer(show ?? vscode.window.showInformationMessage, text, [cure]);
  }
}

/** Ends the server, and writes down what was counted. */
export async function deactivate(): Promise<void> {
  await stop?.();
}

/** Shows a message with buttons. */
function offer(
  show: (message: string, ...buttons: string[]) => Thenable<string | undefined>,
  message: string,
  cures: readonly Cure[],
): void {
  void show(message, ...cures.map((cure) => cure.title)).then((title) => {
    const cure = cures.find((one) => one.title === title);
    if (cure !== undefined) {
      void vscode.commands.executeCommand(cure.command, ...(cure.argument === undefined ? [] : [cure.argument]));
    }
  });
}

function isCompleted({ uri }: vscode.TextDocument): boolean {
  return completedSchemes.some((scheme) => scheme === uri.scheme);
}

function cursorOf({ document, selection }: vscode.TextEditor): CursorPlace {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), version: document.version, line, character };
}

function modelSettings(): ModelSettings {
  return {
    model: readSetting<string>('model', ''),
    executionProvider: readSetting<string>('executionProvider', 'auto'),
    backend: readSetting<string>('backend', 'local'),
  };
}

function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
