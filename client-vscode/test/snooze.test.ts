import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { parseMinutes, Snooze } from '../src/snooze';

describe('Snooze', () => {
  let stored: number | undefined;
  let changes: number;
  const store = {
    get: () => stored,
    update: (_key: string, value: number | undefined) => {
      stored = value;
      return Promise.resolve();
    },
  };
  const create = () => new Snooze(store, Date.now, () => changes++);

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    stored = undefined;
    changes = 0;
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('ends by itself', () => {
    const snooze = create();
    snooze.start(5);
    assert.equal(snooze.end, 300_000);

    mock.timers.tick(299_999);
    assert.equal(snooze.end, 300_000);
    mock.timers.tick(1);
    assert.equal(snooze.end, undefined);
    assert.equal(changes, 2);
  });

  it('ends when the user wants, and begins anew when asked again', () => {
    const snooze = create();
    snooze.start(5);
    mock.timers.tick(60_000);
    snooze.start(5);
    assert.equal(snooze.end, 360_000);

    snooze.wake();
    assert.equal(snooze.end, undefined);
    assert.equal(stored, undefined);
  });

  it('outlives a reload of the window', () => {
    create().start(5);
    assert.equal(create().end, 300_000);

    mock.timers.tick(300_000);
    stored = 300_000;
    assert.equal(create().end, undefined);
  });
});

describe('parseMinutes', () => {
  for (const [text, minutes] of [
    ['1', 1],
    [' 90 ', 90],
    ['1440', 1440],
    ['1441', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
  ] as const) {
    it(`reads "${text}" as ${String(minutes)}`, () => {
      assert.equal(parseMinutes(text), minutes);
    });
  }
});
