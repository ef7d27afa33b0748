import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import { CloseAction, ErrorAction, type Middleware, TransportKind } from 'vscode-languageclient/node';
import type { UserSettings } from '../settings';
import { describeLaunch } from './launch';
import {
  type CacheState,
  cacheMethod,
  completedSchemes,
  type EngineStatus,
  optionsMethod,
  statusMethod,
} from './protocol';
import { QuietClient } from './quietClient';
import { RestartPolicy } from './restartPolicy';
import { locateServer } from './serverLocation';

/** What is known of the server: what it says itself, or why it isn't there. */
export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly status: EngineStatus }
  | { readonly kind: 'missing'; readonly problem: string; readonly cure: 'serverPath' | 'reinstall' }
  | { readonly kind: 'restarting' }
  | { readonly kind: 'stopped' };

/** What the server wants the user to read. */
export interface ServerMessage {
  readonly severity: number;
  readonly text: string;
}

/** Runs the language server, and starts it again when it ends by itself. */
export class CompletionServer implements vscode.Disposable {
  private readonly stateChanged = new vscode.EventEmitter<ServerState>();
  private readonly started = new vscode.EventEmitter<void>();
  private readonly crashed = new vscode.EventEmitter<{ isFirst: boolean; willRestart: boolean }>();
  private readonly messageShown = new vscode.EventEmitter<ServerMessage>();
  private readonly policy = new RestartPolicy(Date.now);
  private client: QuietClient | undefined;
  private waiting: NodeJS.Timeout | undefined;
  private changing: Promise<void> = Promise.resolve();
  private currentState: ServerState = { kind: 'starting' };

  /** Raised whenever {@link state} is another one. */
  readonly onDidChangeState = this.stateChanged.event;

  /** Raised when the server runs and has the documents that are open. */
  readonly onDidStart = this.started.event;

  /** Raised when the server ended by itself: the first time of a row, and when it is left stopped. */
  readonly onDidCrash = this.crashed.event;

  /** Raised when the server wants the user to read something. */
  readonly onDidShowMessage = this.messageShown.event;

  constructor(
    private readonly extensionFolder: string,
    private readonly userSettings: UserSettings,
    private readonly log: vscode.LogOutputChannel,
    private readonly middleware: Middleware,
  ) {}

  get state(): ServerState {
    return this.currentState;
  }

  /** Starts the server, or stops it and starts it anew. */
  restart(): Promise<void> {
    this.policy.reset();
    return this.enqueue(async () => {
      await this.end();
      await this.begin();
    });
  }

  /** What is cached; nothing while there is no server. */
  async readCache(): Promise<CacheState | undefined> {
    return this.client?.isRunning() ? await this.client.sendRequest<CacheState>(cacheMethod) : undefined;
  }

  /** Tells the server something; without a server, nobody listens. */
  notify(method: string, parameters: unknown): void {
    if (this.client?.isRunning()) {
      this.client.sendNotification(method, parameters).catch((error: unknown) => {
        this.log.warn(`${method} was not sent: ${String(error)}`);
      });
    }
  }

  /** Tells the server the user's settings as they are now. */
  tellUserSettings(): void {
    this.notify(optionsMethod, { options: this.userSettings.read() });
  }

  dispose(): void {
    void this.stop();
    this.stateChanged.dispose();
    this.crashed.dispose();
    this.messageShown.dispose();
    this.started.dispose();
  }

  /** Stops the server for good. */
  stop(): Promise<void> {
    return this.enqueue(() => this.end());
  }

  /** Starting and stopping take turns. */
  private enqueue(change: () => Promise<void>): Promise<void> {
    this.changing = this.changing.then(change, change);
    return this.changing;
  }

  private async end(): Promise<void> {
    clearTimeout(this.waiting);
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.warn(`The server did not stop in an orderly way: ${String(error)}`);
    }
  }

  private async begin(): Promise<void> {
    const setting = vscode.workspace.getConfiguration('lspCompletion').get('serverPath', '');
    const location = locateServer(setting, this.extensionFolder);
    if ('problem' in location) {
      this.log.error(location.problem);
      this.setState({ kind: 'missing', ...location });
      return;
    }

    this.log.info(`Starting ${location.path}`);
    const client = this.createClient(location.path);
    this.client = client;
    this.policy.started();
    this.setState({ kind: 'starting' });
    try {
      await client.start();

      // They may have changed meanwhile.
      this.tellUserSettings();
      this.started.fire();
    } catch (error) {
      // A server that can't be started is one that ended by itself; mostly that has been told already.
      this.log.error(`The server was not started: ${String(error)}`);
      this.closed(client);
    }
  }

  private createClient(command: string): QuietClient {
    const client = new QuietClient(
      'lspCompletion',
      'LSP Completion',
      { ...describeLaunch(command, this.extensionFolder, process.pid, process.env), transport: TransportKind.stdio },
      {
        documentSelector: completedSchemes.map((scheme) => ({ scheme })),
        initializationOptions: this.userSettings.read(),
        outputChannel: this.log,
        middleware: this.middleware,
        initializationFailedHandler: () => false,
        stdioOptions: {
          stdout: () => undefined,
          stderr: (stream) => {
            createInterface(stream).on('line', (line) => {
              this.logLine(line);
            });
          },
        },
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => {
            this.closed(client);
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    client.onNotification(statusMethod, (status: EngineStatus) => {
      this.setState({ kind: 'running', status });
    });
    client.onNotification('window/showMessage', (message: { type: number; message: string }) => {
      this.messageShown.fire({ severity: message.type, text: message.message });
    });
    client.onNotification('$/logTrace', (trace: { message: string; verbose?: string }) => {
      this.log.info([trace.message, trace.verbose].filter(Boolean).join('\n'));
    });
    return client;
  }

  /** Warnings and errors that the server writes to its standard error come as messages, too. */
  private logLine(line: string): void {
    if (!/^(warning|error): /.test(line)) {
      this.log.info(line);
    }
  }

  private closed(client: QuietClient): void {
    if (client !== this.client) {
      return;
    }

    this.client = undefined;
    const decision = this.policy.crashed();
    if (!decision.restart) {
      this.log.error('The server ended by itself for the fifth time and is left stopped.');
      this.setState({ kind: 'stopped' });
      this.crashed.fire({ isFirst: false, willRestart: false });
      return;
    }

    this.log.error(`The server ended by itself; it is started again in ${decision.delayMs} ms.`);
    this.setState({ kind: 'restarting' });
    if (decision.isFirst) {
      this.crashed.fire({ isFirst: true, willRestart: true });
    }

    this.waiting = setTimeout(() => void this.enqueue(() => this.begin()), decision.delayMs);
  }

  private setState(state: ServerState): void {
    this.currentState = state;
    this.stateChanged.fire(state);
  }
}
