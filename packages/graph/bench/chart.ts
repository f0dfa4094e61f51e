import type { Chart } from '../../notebook/charts/chart';
import { seriesColours } from '../../notebook/charts/palettes';
import type { Result } from './results';
import { summary } from './statistics';

const kinds = ['this library', 'TensorFlow.js', 'PyTorch', 'JAX', 'matrix products alone'] as const;

const kindOf = (group: string): (typeof kinds)[number] => {
  if (group.startsWith('latent-torus')) return kinds[0];
  if (group === 'products') return kinds[4];
  return kinds.find((kind) => group.startsWith(kind)) ?? kinds[4];
};

/** A panel for each workload: minimum (point) and quartiles (line) of every contestant that took part, fastest first. */
export function chart(results: readonly Result[]): Chart {
  const ran = results.filter((result) => result.rounds.length);
  const panel = (id: string): Chart => {
    const own = ran.filter((result) => result.workload.id === id);
    const values = own.map(({ contestant, rounds }) => {
      const name = contestant.group === 'latent-torus fit' ? 'fit' : contestant.label;
      const kind = kindOf(contestant.group);
      const suffix = contestant.group === 'PyTorch batched' ? ' (batched)' : '';
      return {
        label: kind === kinds[0] || kind === kinds[4] ? name : `${kind} ${name}${suffix}`,
        kind,
        ...summary(rounds),
      };
    });
    const y = {
      field: 'label',
      type: 'nominal',
      title: null,
      axis: { labelLimit: 300 },
      sort: { field: 'minimum', op: 'min' },
    };
    const scale = { type: 'log', nice: false };
    const color = {
      field: 'kind',
      type: 'nominal',
      title: null,
      scale: { domain: kinds, range: seriesColours.slice(0, kinds.length) },
    };
    return {
      title: `(${id}) ${own[0].workload.title}`,
      width: 360,
      height: { step: 15 },
      data: { values },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: {
            y,
            color,
            x: { field: 'lowerQuartile', type: 'quantitative', scale },
            x2: { field: 'upperQuartile' },
          },
        },
        {
          mark: { type: 'point', filled: true, size: 55, opacity: 1 },
          encoding: { y, color, x: { field: 'minimum', type: 'quantitative', scale, title: 'ms a step' } },
        },
      ],
    };
  };
  const ids = [...new Set(ran.map((result) => result.workload.id))];
  return { columns: 2, concat: ids.map(panel), resolve: { scale: { x: 'independent', y: 'independent' } } };
}
