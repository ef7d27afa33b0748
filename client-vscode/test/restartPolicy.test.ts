import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RestartPolicy } from '../src/server/restartPolicy';

describe('RestartPolicy', () => {
  it('waits longer each time and gives up at the fifth', () => {
    const policy = new RestartPolicy(() => 0);
    const decisions = [1, 2, 3, 4, 5].map(() => {
      policy.started();
      return policy.crashed();
    });

    assert.deepEqual(decisions, [
      { restart: true, delayMs: 500, isFirst: true },
      { restart: true, delayMs: 1000, isFirst: false },
      { restart: true, delayMs: 2000, isFirst: false },
      { restart: true, delayMs: 4000, isFirst: false },
      { restart: false },
    ]);
  });

  it('forgets crashes of a server that ran for five minutes', () => {
    let now = 0;
    const policy = new RestartPolicy(() => now);
    for (let crash = 0; crash < 4; crash++) {
      policy.started();
      policy.crashed();
    }

    policy.started();
    now += 5 * 60 * 1000;
    assert.deepEqual(policy.crashed(), { restart: true, delayMs: 500, isFirst: true });
  });

  it('starts over when the user does', () => {
    const policy = new RestartPolicy(() => 0);
    for (let crash = 0; crash < 5; crash++) {
      policy.crashed();
    }

    policy.reset();
    assert.equal(policy.crashed().restart, true);
  });
});
