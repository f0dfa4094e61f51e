import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Claim, judge } from '../../packages/notebook/claim';
import { claimTable, verdictsText } from '../../packages/notebook/claims';
import { inFakeKernel } from './fake-kernel';
import { withFiguresFolder } from './figures-folder';

const claim = (threshold: Claim['threshold']): Claim => ({
  claim: 'it clusters',
  where: '3.1',
  statistic: 'accuracy',
  threshold,
});
const atLeast = claim({ atLeast: 0.7 });

describe('judge', () => {
  it('decides by the interval of the mean, not by the count of seeds', () => {
    assert.equal(judge(atLeast, [0.8, 0.81, 0.79]), 'holds');
    assert.equal(judge(atLeast, [0.6, 0.61, 0.59]), 'does not hold');
    assert.equal(judge(atLeast, [0.6, 0.61, 0.8]), 'undecided');
    // every seed is within, but two that differ so much say little of the mean
    assert.equal(judge(atLeast, [0.71, 0.9]), 'undecided');
    // one seed of ten is outside, and the mean is within all the same
    assert.equal(judge(atLeast, [0.69, 0.75, 0.76, 0.75, 0.74, 0.76, 0.75, 0.74, 0.75, 0.76]), 'holds');
  });

  it('takes thresholds from above and on both sides', () => {
    assert.equal(judge(claim({ atMost: 1 }), [0.8, 0.81]), 'holds');
    assert.equal(judge(claim({ atMost: 0 }), [0.8, 0.81]), 'does not hold');
    assert.equal(judge(claim({ atLeast: 0, atMost: 1 }), [0.8, 0.81]), 'holds');
    assert.equal(judge(claim({ atLeast: 0.805, atMost: 1 }), [0.8, 0.81]), 'undecided');
    assert.equal(judge(claim({ atLeast: 0.9, atMost: 1 }), [0.8, 0.81, 0.805]), 'does not hold');
    assert.equal(judge(atLeast, [0.7, 0.7]), 'holds');
  });

  it('gives no verdict on one seed', () => {
    assert.equal(judge(atLeast, [0.8]), 'one seed: within');
    assert.equal(judge(atLeast, [0.6]), 'one seed: outside');
  });

  it('refuses values that are no numbers, and thresholds that bound nothing', () => {
    assert.throws(() => judge(atLeast, []), /'it clusters': the values are \[\]/);
    assert.throws(() => judge(atLeast, [1, NaN]), /'it clusters': the values are \[1, NaN\]/);
    assert.throws(() => judge(claim({}), [1, 2]), /'it clusters': the threshold is \{\}/);
    assert.throws(() => judge(claim({ atLeast: 2, atMost: 1 }), [1, 2]), /in order/);
  });
});

describe('claimTable', () => {
  const folder = withFiguresFolder();
  const about = { id: 'claims', caption: 'Claims' };
  const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');

  it('shows mean, interval, values and verdict, and reads them out', async () => {
    const claims = { a: atLeast, b: claim({ atMost: 0.5 }), c: atLeast };
    const sent = await inFakeKernel(() =>
      claimTable(claims, { a: [0.75, 0.7625, 0.7375], b: [0.75, 0.7625, 0.7375], c: [-0.5] }, about),
    );
    assert.deepEqual(read('claims.csv').trim().split('\n'), [
      'claim,where,statistic,threshold,mean,95 % interval,value per seed,verdict',
      // half of the interval: 4.302653 · 0.0125 / √3 = 0.03105
      'it clusters,3.1,accuracy,≥ 0.7,0.75,0.7189 to 0.7811,"0.75, 0.7625, 0.7375",holds',
      'it clusters,3.1,accuracy,≤ 0.5,0.75,0.7189 to 0.7811,"0.75, 0.7625, 0.7375",does not hold',
      'it clusters,3.1,accuracy,≥ 0.7,-0.5,,-0.5,one seed: outside',
    ]);
    const record = JSON.parse(read('claims.json'));
    assert.equal(
      record.reading,
      'Of three claims (three seeds), one holds, one does not hold, one is without a verdict, as one seed decides nothing (none within the threshold).',
    );
    assert.equal(record.seeds, 3);
    assert.equal(
      verdictsText(['one seed: within', 'one seed: outside', 'one seed: within'], 1),
      'Of three claims (one seed), three are without a verdict, as one seed decides nothing (two within the threshold).',
    );
    assert.match(String(sent[1].data['text/markdown']), /Of three claims/);
  });

  it('refuses values without a claim', async () => {
    await assert.rejects(
      claimTable({ a: atLeast }, { b: [1] } as never, about),
      /there is no claim 'b'; expected one of a/,
    );
    await assert.rejects(claimTable({ a: atLeast }, {}, about), /'claims' is empty/);
  });
});
