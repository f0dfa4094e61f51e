import type { Checkpoint } from './checkpoint';
import type { Plan } from './plan';
import type { Row } from './progress';

/** What a training has seen: for each epoch the mean of each term over the rows, and its coefficients. */
export class History {
  /** By replica, a row for each epoch that is over. */
  readonly replicas: Row[][];
  /** The mean over the replicas. */
  readonly mean: Row[] = [];
  private sums: Row[]; // by replica, over the part of the epoch that has been done

  constructor(
    private readonly plan: Plan,
    before?: Pick<Checkpoint, 'history' | 'sums'>,
  ) {
    const copy = before && structuredClone({ history: before.history, sums: before.sums });
    this.replicas = copy?.history ?? plan.seeds.map(() => []);
    this.sums = copy?.sums ?? plan.seeds.map(() => ({}));
    this.replicas[0].forEach((_, epoch) => this.mean.push(this.meanAt(epoch)));
  }

  /** What a checkpoint keeps of it. */
  saved = () => structuredClone({ history: this.replicas, sums: this.sums });

  /** Adds the terms, each [count × replicas], of `count` steps from `step` on. */
  add(step: number, count: number, terms: Record<string, Float32Array>): void {
    const { plan, sums } = this;
    for (let k = 0; k < count; k++) {
      const batch = plan.batchAt(step + k);
      for (const [name, values] of Object.entries(terms)) {
        this.sums.forEach((sum, r) => {
          sum[name] = (sum[name] ?? 0) + values[k * sums.length + r] * batch;
        });
      }
      if ((step + k + 1) % plan.stepsPerEpoch === 0) this.close(plan.epochOf(step + k));
    }
  }

  private close(epoch: number): void {
    this.sums.forEach((sum, replica) => {
      const means = Object.fromEntries(Object.entries(sum).map(([name, value]) => [name, value / this.plan.rows]));
      this.replicas[replica].push({ epoch, ...means, ...this.plan.coefficientsAt(epoch, replica) });
    });
    this.sums = this.sums.map(() => ({}));
    this.mean.push(this.meanAt(epoch));
  }

  private meanAt(epoch: number): Row {
    const rows = this.replicas.map((history) => history[epoch]);
    return Object.fromEntries(
      Object.keys(rows[0]).map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0) / rows.length]),
    );
  }
}
