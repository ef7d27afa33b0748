import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeDocument, describeTotal } from '../src/cache/describe';

const document = {
  uri: 'file:///a.cs',
  tokens: 1023,
  capacity: 2048,
  bytes: 90 << 20,
  recent: [
    { source: 'cold', reusedTokens: 0, computedTokens: 500 },
    { source: 'typed', reusedTokens: 0, computedTokens: 0 },
    { source: 'cache', reusedTokens: 500, computedTokens: 2 },
  ],
  lastMiss: 'the slot was empty',
};

describe('describeDocument', () => {
  it('puts a slot into words and bars', () => {
    assert.deepEqual(describeDocument(document, 'a.cs'), {
      name: 'a.cs',
      uri: 'file:///a.cs',
      size: '1,023 of 2,048 tokens, 90 MB',
      reuse: 'Last 3 answers: 49.9 % of the prompts reused, 1 without the model',
      lastMiss: 'Last miss: the slot was empty.',
      bars: [
        { reused: 0, isWithoutModel: false, title: '0 tokens reused, 500 computed' },
        { reused: 1, isWithoutModel: true, title: 'Answered without the model' },
        { reused: 500 / 502, isWithoutModel: false, title: '500 tokens reused, 2 computed' },
      ],
    });
  });

  it('says so where nothing is cached and nothing was missed', () => {
    const { uri, capacity, bytes } = document;
    const row = describeDocument(
      { uri, capacity, bytes, tokens: 0, recent: [{ source: 'typed', reusedTokens: 0, computedTokens: 0 }] },
      'a',
    );
    assert.equal(row.size, 'nothing cached');
    assert.equal(row.lastMiss, 'No miss so far.');
    assert.equal(row.reuse, 'Last answer: 1 without the model');
  });
});

describe('describeTotal', () => {
  it('adds up what all slots take', () => {
    assert.equal(describeTotal([document, document], 512 << 20), '180 MB of 512 MB in use');
  });
});
