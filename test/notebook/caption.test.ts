import assert from 'node:assert/strict';
import type { About } from '../../packages/notebook/about';
import { captionBundle } from '../../packages/notebook/caption';
import { reading } from '../../packages/notebook/reading';
import { show } from '../../packages/notebook/show';
import { table } from '../../packages/notebook/table';
import { scale } from '../../packages/settings';
import { inFakeKernel } from './fake-kernel';
import { withFiguresFolder } from './figures-folder';

const chart = {
  data: { values: [{ x: 1 }] },
  mark: 'point',
  encoding: { x: { field: 'x', type: 'quantitative' } },
};
const about: About = { id: 'torus-fig-2', caption: 'Digits on the torus', reading: 'They cluster' };

describe('the caption below a figure', () => {
  withFiguresFolder();

  it('follows figures and tables as Markdown of its own: number, caption, note, then the reading', async () => {
    const more = { ...about, number: '2', seeds: 5, reading: ['They cluster', 'Not 3 and 5!'] };
    for (const [publish, name] of [
      [() => show(chart, more), 'Figure 2'],
      [() => table([{ a: 1 }], more), 'Table 2'],
    ] as const) {
      const [, below, ...rest] = await inFakeKernel(publish);
      assert.equal(rest.length, 0);
      assert.deepEqual(below.data, {
        'text/markdown': `**${name}.** Digits on the torus. *Scale ${scale()}, five seeds.*\n\n**Reading.**\n\n- They cluster.\n- Not 3 and 5!`,
        'text/plain': `${name}. Digits on the torus. Scale ${scale()}, five seeds.\nReading. They cluster. Not 3 and 5!`,
      });
    }
  });

  it('says that there is one seed', () => {
    assert.match(String(captionBundle({ ...about, seeds: [3] }, 'figure')['text/plain']), /, one seed\.\n/);
  });

  it('stays next to its figure when several are drawn at once', async () => {
    const ids = ['a', 'b', 'c'];
    const sent = await inFakeKernel(() => Promise.all(ids.map((id) => show(chart, { ...about, id }))));
    const names = sent.map(({ data }) => /Figure ([abc])/.exec(String(data['text/plain']))![1]);
    assert.deepEqual(
      names.filter((_, i) => i % 2),
      names.filter((_, i) => i % 2 === 0),
    );
    assert.deepEqual([...new Set(names)].sort(), ids);
  });

  it('shows every sign literally: nothing becomes markup or a formula', () => {
    const text = captionBundle({ ...about, caption: '*a* _b_ `c` <i>d</i> [e](f) $g$ \\h | #' }, 'figure');
    const markdown = String(text['text/markdown']);
    assert.match(markdown, /\\\*a\\\* \\_b\\_ \\`c\\` &#60;i&#62;d&#60;\/i&#62; \\\[e\\\]\(f\)/);
    assert.match(markdown, /<span class="mathjax_ignore tex2jax_ignore">&#36;<\/span>g<span/);
    assert.match(markdown, /\\\\h \\\| \\#/);
  });

  it('is asked for, and so is the reading', async () => {
    await assert.rejects(show(chart, { ...about, caption: ' ' }), /'torus-fig-2' has no caption/);
    for (const none of ['', ' ', [], [''], undefined, 3, ['a', 3]])
      await assert.rejects(
        show(chart, { ...about, reading: none as string }),
        /'torus-fig-2' has no reading/,
      );
    await assert.rejects(table([{ a: 1 }], { ...about, reading: '' }), /'torus-fig-2' has no reading/);
    await assert.rejects(table([{ a: 1 }], undefined as never), /the id 'undefined' cannot name a figure/);
    await assert.rejects(show(chart, { ...about, seeds: [] }), /has 0 seeds; expected/);
    await assert.rejects(show(chart, { ...about, number: '' }), /the number of 'torus-fig-2' is ""/);
  });
});

describe('reading', () => {
  it('shows a sentence, or several, as Markdown', async () => {
    const sent = await inFakeKernel(async () => {
      await reading('Torus 0.730: no difference');
      await reading(['- a', 'b?']);
      await reading`${0.12345} of ${10} letters, ${-0.5} from *${'K'}*`;
    });
    assert.deepEqual(
      sent.map(({ data }) => data['text/markdown']),
      [
        '**Reading.** Torus 0.730: no difference.',
        '**Reading.**\n\n- &#8203;- a.\n- b?',
        '**Reading.** 0.123 of 10 letters, −0.500 from \\*K\\*.',
      ],
    );
    assert.equal(sent[1].data['text/plain'], 'Reading. - a. b?');
  });

  it('refuses nothing', async () => {
    for (const none of ['', [], undefined, 3])
      await assert.rejects(reading(none as never), /a reading is .*; expected a sentence/);
  });
});
