import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EngineStatus } from '../src/server/protocol';
import type { ServerState } from '../src/server/completionServer';
import { cureOf, describeAnswer, present, settingIn } from '../src/status/presentation';

const nothingOff = { snoozedUntil: undefined, languageOff: undefined };
const defaults = { model: '', executionProvider: 'auto', backend: 'local' };
const ready: EngineStatus = { state: 'ready', message: 'Ready.', model: 'small', executionProvider: 'Cpu' };
const running = (status: EngineStatus): ServerState => ({ kind: 'running', status });

describe('present', () => {
  it('shows how far the loading is', () => {
    const loading: EngineStatus = { state: 'loading', message: 'The model is being loaded.', percent: 40 };
    assert.equal(present(running(loading), nothingOff, defaults).text, '$(loading~spin) Loading 40 %');
  });

  it('shows model and device when ready', () => {
    const shown = present(running(ready), nothingOff, defaults);
    assert.equal(shown.text, '$(sparkle) CPU');
    assert.equal(shown.engine, 'small on CPU');
  });

  it('shows that text leaves the machine, and where to', () => {
    const remote: EngineStatus = {
      state: 'ready',
      message: 'Ready. The text around the cursor is sent to gpu.example:8000.',
      model: 'large',
      destination: 'gpu.example:8000',
    };
    const shown = present(running(remote), nothingOff, { ...defaults, backend: 'https://gpu.example:8000/infill' });
    assert.equal(shown.text, '$(cloud-upload) gpu.example:8000');
    assert.match(shown.engine ?? '', /^large at gpu\.example:8000: .* sent there$/);
    assert.equal(shown.summary, remote.message);
    const busy = present(running({ ...remote, state: 'busy' }), nothingOff, defaults);
    assert.equal(busy.text, '$(loading~spin) gpu.example:8000');
  });

  it('says what is off, the widest first', () => {
    const off = { snoozedUntil: '17:05', languageOff: 'csharp' };
    const paused: EngineStatus = { ...ready, state: 'paused', message: 'Suggestions are turned off.' };
    assert.equal(present(running(paused), off, defaults).text, '$(bell-slash) Until 17:05');
    assert.equal(present(running(paused), { ...off, snoozedUntil: undefined }, defaults).text, '$(circle-slash) Off');
    assert.equal(
      present(running(ready), { ...off, snoozedUntil: undefined }, defaults).text,
      '$(circle-slash) Off in csharp',
    );
  });

  it('leads from every error to its cure', () => {
    const error: EngineStatus = { state: 'error', message: 'No model there.' };
    const chosen = { ...defaults, model: '/models/x' };
    assert.equal(present(running(error), nothingOff, chosen).summary, 'No model there.');
    assert.equal(present(running(error), nothingOff, chosen).cure?.command, 'lspCompletion.chooseModel');
    assert.equal(present({ kind: 'stopped' }, nothingOff, defaults).cure?.command, 'lspCompletion.restart');
    const missing: ServerState = { kind: 'missing', problem: 'Not there.', cure: 'serverPath' };
    assert.equal(present(missing, nothingOff, defaults).cure?.argument, 'lspCompletion.serverPath');
  });
});

describe('cureOf', () => {
  it('goes by the settings that led to the error', () => {
    assert.equal(cureOf({ ...defaults, executionProvider: 'directml' }).argument, 'lspCompletion.executionProvider');
    assert.equal(cureOf(defaults).command, 'lspCompletion.showLog');
  });
});

describe('describeAnswer', () => {
  it('says where a suggestion is from and what it cost', () => {
    const record = { source: 'cache', totalMs: 12.6, reusedTokens: 300, computedTokens: 3, generatedTokens: 9 };
    assert.deepEqual(describeAnswer(record), [
      'Written by the model, with its cache, in 13 ms',
      'Prompt: 300 tokens reused, 3 computed; 9 written',
    ]);
    assert.equal(
      describeAnswer({ ...record, rememberedTokens: 2 })[1],
      'Prompt: 300 tokens reused, 3 computed; 9 written, 2 of them as in your other code',
    );
    assert.match(
      describeAnswer({ ...record, rememberedTokens: 2, rememberedFrom: 'src/B.cs:17' })[1] ?? '',
      /, 2 of them as in src\/B\.cs:17$/,
    );
    assert.match(
      describeAnswer({ ...record, rememberedTokens: 2, rememberedFrom: ':17' })[1] ?? '',
      /, 2 of them as in line 17$/,
    );
  });

  it('says what a filter and the compiler did to it', () => {
    const record = { source: 'typed', totalMs: 2, filter: 'repeatsAbove', check: 'CS1061 at 4: cut to 3 characters' };
    assert.deepEqual(describeAnswer(record), [
      'You typed what was suggested: the rest of it, without the model, in 2.0 ms',
      'Shortened by the filter repeatsAbove',
      'Compiler: CS1061 at 4: cut to 3 characters',
    ]);
  });

  it('says why nothing was shown', () => {
    const record = { source: 'none', totalMs: 0.44, reason: 'the model has nothing to say here' };
    assert.deepEqual(describeAnswer(record), ['Nothing was shown: the model has nothing to say here (0.4 ms)']);
  });
});

describe('settingIn', () => {
  it('finds the setting that a message is about', () => {
    assert.equal(settingIn('maxLines is 0, but must be a whole number from 1 to 100; 1 is used.'), 'maxLines');
    assert.equal(settingIn('The model is missing.'), undefined);
  });
});
