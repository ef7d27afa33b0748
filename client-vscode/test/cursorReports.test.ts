import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { type CursorPlace, CursorReports } from '../src/cursorReports';

describe('CursorReports', () => {
  let told: CursorPlace[];
  let reports: CursorReports;
  const place = (line: number, version = 1, uri = 'file:///a'): CursorPlace => ({ uri, version, line, character: 0 });

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    told = [];
    reports = new CursorReports((one) => told.push(one));
  });
  afterEach(() => {
    reports.dispose();
    mock.timers.reset();
  });

  it('tells at once of a document that is shown', () => {
    reports.shown(place(3));
    assert.deepEqual(told, [place(3)]);
  });

  it('tells where the cursor comes to rest, and not of what it passes', () => {
    reports.shown(place(0));
    for (const line of [1, 2, 3]) {
      reports.moved(place(line));
      mock.timers.tick(99);
    }

    assert.deepEqual(told, [place(0)]);
    mock.timers.tick(1);
    assert.deepEqual(told, [place(0), place(3)]);
  });

  it('says nothing of what an edit moves', () => {
    reports.shown(place(0));
    reports.moved(place(1));
    reports.moved(place(2, 2));
    mock.timers.tick(1000);
    assert.deepEqual(told, [place(0)]);

    reports.moved(place(3, 2));
    mock.timers.tick(1000);
    assert.deepEqual(told, [place(0), place(3, 2)]);
  });

  it('forgets a move once another document is shown', () => {
    reports.shown(place(0));
    reports.moved(place(1));
    reports.shown(place(5, 1, 'file:///b'));
    mock.timers.tick(1000);
    assert.deepEqual(told, [place(0), place(5, 1, 'file:///b')]);
  });

  it('ends with the extension', () => {
    reports.shown(place(0));
    reports.moved(place(1));
    reports.dispose();
    mock.timers.tick(1000);
    assert.deepEqual(told, [place(0)]);
  });
});
