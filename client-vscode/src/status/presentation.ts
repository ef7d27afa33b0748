import type { AnswerRecord, EngineStatus } from '../server/protocol';
import type { ServerState } from '../server/completionServer';

/** A way out of trouble: what a button says and does. */
export interface Cure {
  readonly title: string;
  readonly command: string;
  readonly argument?: string;
}

/** What the user has switched off for now, apart from the server's settings. */
export interface Switches {
  /** The time at which snoozing ends, in words; undefined if nothing is snoozed. */
  readonly snoozedUntil: string | undefined;
  /** The active document's language where suggestions are off in it; undefined otherwise. */
  readonly languageOff: string | undefined;
}

/** Settings that decide what cures an error. */
export interface ModelSettings {
  readonly model: string;
  readonly executionProvider: string;
  readonly backend: string;
}

/** How the state of server and engine looks. */
export interface Presentation {
  readonly kind: 'loading' | 'ready' | 'busy' | 'paused' | 'error';
  /** Codicon and a few words, for the status bar. */
  readonly text: string;
  /** One sentence. */
  readonly summary: string;
  /** The model and what computes it, once they are known. */
  readonly engine: string | undefined;
  /** How the last answer came about, a line each. */
  readonly lastAnswer: readonly string[];
  /** Where trouble has a way out. */
  readonly cure: Cure | undefined;
}

const providers = new Map([
  ['Cpu', 'CPU'],
  ['DirectML', 'DirectML'],
]);

const sources = new Map([
  ['typed', 'You typed what was suggested: the rest of it, without the model'],
  ['earlier', 'Written before, without the model'],
  ['joined', 'From a completion that was being written already'],
  ['cache', 'Written by the model, with its cache'],
  ['cold', 'Written by the model, without anything in its cache'],
]);

/** Puts into words what server and engine are doing. */
export function present(state: ServerState, switches: Switches, settings: ModelSettings): Presentation {
  const nothing = { engine: undefined, lastAnswer: [], cure: undefined };
  switch (state.kind) {
    case 'starting':
      return { ...nothing, kind: 'loading', text: '$(loading~spin) Starting', summary: 'The server is being started.' };
    case 'restarting':
      return {
        ...nothing,
        kind: 'loading',
        text: '$(loading~spin) Restarting',
        summary: 'The server ended by itself and is being started again.',
        cure: showLog,
      };
    case 'stopped':
      return {
        ...nothing,
        kind: 'error',
        text: '$(error) Stopped',
        summary: 'The server ended by itself five times in a row and was left stopped.',
        cure: { title: 'Restart', command: 'lspCompletion.restart' },
      };
    case 'missing':
      return {
        ...nothing,
        kind: 'error',
        text: '$(error) No server',
        summary: state.problem,
        cure: cureOfMissing(state.cure),
      };
    case 'running':
      return presentEngine(state.status, switches, settings);
  }
}

function presentEngine(status: EngineStatus, switches: Switches, settings: ModelSettings): Presentation {
  const provider = status.executionProvider && (providers.get(status.executionProvider) ?? status.executionProvider);
  const common = {
    engine: describeEngine(status, provider),
    lastAnswer: status.last ? describeAnswer(status.last) : [],
    cure: undefined,
  };
  if (status.state === 'error') {
    return { ...common, kind: 'error', text: '$(error) No model', summary: status.message, cure: cureOf(settings) };
  }

  if (status.state === 'loading') {
    const percent = status.percent === undefined ? '' : ` ${status.percent} %`;
    return { ...common, kind: 'loading', text: `$(loading~spin) Loading${percent}`, summary: status.message };
  }

  if (switches.snoozedUntil !== undefined) {
    return {
      ...common,
      kind: 'paused',
      text: `$(bell-slash) Until ${switches.snoozedUntil}`,
      summary: `Suggestions are snoozed until ${switches.snoozedUntil}.`,
      cure: { title: 'End snooze', command: 'lspCompletion.wake' },
    };
  }

  if (status.state === 'paused') {
    return {
      ...common,
      kind: 'paused',
      text: '$(circle-slash) Off',
      summary: status.message,
      cure: { title: 'Turn on', command: 'lspCompletion.toggle' },
    };
  }

  if (switches.languageOff !== undefined) {
    return {
      ...common,
      kind: 'paused',
      text: `$(circle-slash) Off in ${switches.languageOff}`,
      summary: `Suggestions are turned off in ${switches.languageOff}.`,
      cure: { title: `Turn on in ${switches.languageOff}`, command: 'lspCompletion.toggleLanguage' },
    };
  }

  // That text leaves the machine is to be seen without asking.
  const idle = status.destination === undefined ? '$(sparkle)' : '$(cloud-upload)';
  const icon = status.state === 'busy' ? '$(loading~spin)' : idle;
  const text = `${icon} ${status.destination ?? provider ?? 'Ready'}`;
  return { ...common, kind: status.state, text, summary: status.message };
}

function describeEngine(status: EngineStatus, provider: string | undefined): string | undefined {
  if (status.model === undefined) {
    return undefined;
  }

  if (status.destination !== undefined) {
    return `${status.model} at ${status.destination}: the text around the cursor is sent there`;
  }

  return provider ? `${status.model} on ${provider}` : undefined;
}

/** How an answer came about, for a person. */
export function describeAnswer(record: AnswerRecord): string[] {
  const lines = [];
  const time = `${record.totalMs < 10 ? record.totalMs.toFixed(1) : Math.round(record.totalMs)} ms`;
  if (record.reason === undefined) {
    lines.push(`${sources.get(record.source) ?? record.source}, in ${time}`);
    if (record.filter !== undefined) {
      lines.push(`Shortened by the filter ${record.filter}`);
    }
  } else {
    lines.push(`Nothing was shown: ${record.reason} (${time})`);
  }

  if (record.reusedTokens !== undefined && record.computedTokens !== undefined) {
    lines.push(
      `Prompt: ${record.reusedTokens} tokens reused, ${record.computedTokens} computed; ` +
        `${record.generatedTokens ?? 0} written` +
        (record.rememberedTokens === undefined ? '' : `, ${record.rememberedTokens} of them as in ${placeOf(record)}`),
    );
  }

  if (record.check !== undefined && record.check !== record.reason) {
    lines.push(`Compiler: ${record.check}`);
  }

  if (record.unguided !== undefined) {
    lines.push(capitalized(record.unguided));
  }

  return lines;
}

/** What cures an engine that has no model, by the settings that led to it. */
export function cureOf(settings: ModelSettings): Cure {
  if (settings.backend !== 'local') {
    return openSetting('backend');
  }

  if (settings.model !== '') {
    return { title: 'Choose a model', command: 'lspCompletion.chooseModel' };
  }

  return settings.executionProvider === 'directml' ? openSetting('executionProvider') : showLog;
}

/** What cures a server that isn't there. */
export function cureOfMissing(cure: 'serverPath' | 'reinstall'): Cure {
  return cure === 'serverPath' ? openSetting('serverPath') : showLog;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A button that leads to a setting. */
export function openSetting(key: string): Cure {
  return { title: 'Open the setting', command: 'workbench.action.openSettings', argument: `lspCompletion.${key}` };
}

/** The setting that a message of the server is about, if it is about one. */
export function settingIn(message: string): string | undefined {
  return /^(\w+) is .+, but must be /.exec(message)?.[1];
}

export const showLog: Cure = { title: 'Show log', command: 'lspCompletion.showLog' };

function placeOf({ rememberedFrom }: AnswerRecord): string {
  return rememberedFrom === undefined
    ? 'your other code'
    : rememberedFrom.startsWith(':')
      ? `line ${rememberedFrom.slice(1)}`
      : rememberedFrom;
}
