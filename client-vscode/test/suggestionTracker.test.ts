import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { SuggestionTracker } from '../src/statistics/suggestionTracker';

const uri = 'file:///a.cs';
const text = 'Age { get; set; }';

describe('SuggestionTracker', () => {
  let tracker: SuggestionTracker;

  const insert = (offset: number, inserted: string, replacedLength = 0) =>
    tracker.changed({ uri, offset, replacedLength, text: inserted });

  beforeEach(() => {
    tracker = new SuggestionTracker();
    assert.equal(tracker.offered({ uri, offset: 10, text }), true);
  });

  it('knows the rest of a suggestion that is typed along', () => {
    assert.equal(insert(10, 'A'), 0);
    assert.equal(tracker.offered({ uri, offset: 11, text: text.slice(1) }), false);
  });

  it('takes another text, or the same one elsewhere, for a new suggestion', () => {
    insert(10, 'A');
    assert.equal(tracker.offered({ uri, offset: 11, text: 'bs()' }), true);
    assert.equal(tracker.offered({ uri, offset: 50, text: 'bs()' }), true);
    assert.equal(tracker.offered({ uri: 'file:///b.cs', offset: 50, text: 'bs()' }), true);
  });

  it('tells of a word of another suggestion that was chosen, and which one that was', () => {
    tracker.offered({ uri, offset: 10, text, index: 0 }, { uri, offset: 10, text: 'Address { get; set; }', index: 1 });
    assert.equal(insert(10, 'Address'), 7);
    assert.equal(tracker.left[0]?.index, 1);
    assert.equal(tracker.offered({ uri, offset: 17, text: ' { get; set; }' }), false);
  });

  it('counts another suggestion that was accepted whole', () => {
    tracker.offered({ uri, offset: 10, text }, { uri, offset: 10, text: 'Address { get; set; }' });
    insert(10, 'Address { get; set; }');
    assert.equal(tracker.accepted(21), 21);
  });

  it('tells of a word that was accepted', () => {
    assert.equal(insert(10, 'Age'), 3);
    assert.equal(tracker.offered({ uri, offset: 13, text: ' { get; set; }' }), false);
  });

  for (const [name, suggestion, typed] of [
    ['a line break with its indentation', '\n    return', '\n    '],
    ['a bracket that the editor closes', '()', '('],
    ['a pair that the editor closes', '() + 1', '()'],
  ] as const) {
    it(`takes ${name} for typing`, () => {
      tracker.offered({ uri, offset: 10, text: suggestion });
      assert.equal(insert(10, typed), 0);
    });
  }

  it('forgets the suggestion when something else is typed, or elsewhere', () => {
    insert(10, 'Z');
    assert.equal(insert(11, 'Age'), 0);

    tracker.offered({ uri, offset: 10, text });
    insert(3, 'x');
    assert.equal(insert(10, 'Age'), 0);

    tracker.offered({ uri, offset: 10, text });
    assert.equal(insert(10, 'Age', 2), 0);
  });

  it('counts the characters of an accepted suggestion', () => {
    assert.equal(insert(10, text), 0);
    assert.equal(tracker.accepted(text.length), text.length);
  });

  it('counts characters once that were accepted before, word by word', () => {
    assert.equal(insert(10, 'Age'), 3);
    insert(10, text, 3);
    assert.equal(tracker.accepted(text.length), text.length - 3);
  });

  for (const [how, offset, inserted, replaced] of [
    ['inserts its rest', 13, ' { get; set; }', 0],
    ['writes it as a whole', 10, text, 3],
  ] as const) {
    it(`counts them once, too, where the rest was offered again and the editor ${how}`, () => {
      assert.equal(insert(10, 'Age'), 3);
      tracker.offered({ uri, offset: 13, text: text.slice(3) });
      insert(offset, inserted, replaced);
      assert.equal(tracker.accepted(text.length), text.length - 3);
    });
  }
});
