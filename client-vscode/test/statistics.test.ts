import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Counts, describeCounts, percentile, Statistics } from '../src/statistics/statistics';

class Memory {
  counts: Counts | undefined;

  get(): Counts | undefined {
    return this.counts;
  }

  update(_key: string, value: Counts): Promise<void> {
    this.counts = value;
    return Promise.resolve();
  }
}

describe('Statistics', () => {
  it('counts, remembers and starts over', async () => {
    const memory = new Memory();
    const statistics = new Statistics(memory, () => 1000);
    statistics.shown();
    statistics.shown();
    statistics.answered(12.34);
    statistics.acceptedInPart(3);
    statistics.accepted(14);
    statistics.filtered('repeatsAbove');
    statistics.filtered('secret');
    statistics.filtered('repeatsAbove');
    await statistics.save();

    const expected = {
      since: 1000,
      shown: 2,
      accepted: 1,
      acceptedInPart: 1,
      charactersSaved: 17,
      latencies: [12.3],
      filtered: { repeatsAbove: 2, secret: 1 },
    };
    assert.deepEqual(memory.counts, expected);
    const later = new Statistics(memory, () => 2000);
    assert.deepEqual(later.counts, expected);

    await later.reset();
    assert.deepEqual(memory.counts, {
      since: 2000,
      shown: 0,
      accepted: 0,
      acceptedInPart: 0,
      charactersSaved: 0,
      latencies: [],
    });
  });

  it('remembers the last thousand latencies', async () => {
    const memory = new Memory();
    const statistics = new Statistics(memory, () => 0);
    for (let answer = 0; answer < 1500; answer++) {
      statistics.answered(answer);
    }

    await statistics.save();
    assert.equal(memory.counts?.latencies.length, 1000);
    assert.equal(memory.counts.latencies[0], 500);
  });
});

describe('percentile', () => {
  for (const [share, expected] of [
    [0, 1],
    [0.5, 2],
    [0.75, 3],
    [0.95, 4],
    [1, 4],
  ] as const) {
    it(`${share} of four values is the ${expected}. of them`, () => {
      assert.equal(percentile([4, 1, 3, 2], share), expected);
    });
  }

  it('is unknown where there are no values', () => {
    assert.equal(percentile([], 0.5), undefined);
  });
});

describe('describeCounts', () => {
  it('says what was counted', () => {
    const counts = {
      since: 0,
      shown: 8,
      accepted: 2,
      acceptedInPart: 1,
      charactersSaved: 40,
      latencies: [10, 20, 300],
      filtered: { secret: 1, repeatsAbove: 4 },
    };
    assert.deepEqual(describeCounts(counts), [
      'Shown: 8',
      'Accepted: 2 (25 %)',
      'Accepted in part: 1',
      'Characters not typed: 40',
      'Milliseconds to a suggestion: median 20, 95th percentile 300, 99th 300 (of the last 3)',
      'Filtered, wholly or in part: repeats above 4, secret 1',
    ]);
  });

  it('gives no shares of nothing', () => {
    const counts = { since: 0, shown: 0, accepted: 0, acceptedInPart: 0, charactersSaved: 0, latencies: [] };
    assert.equal(describeCounts(counts)[1], 'Accepted: 0');
    assert.equal(describeCounts(counts).length, 4);
  });
});
