import { type Fit, type FitOptions, fit, type Rows, type Vae } from 'latent-torus';

/** A training that a document needs, with one seed after another. */
export interface RunFamily {
  /** What is trained, in a sentence: the title of its progress. */
  readonly title: string;
  /** The seeds at the scale in force, by default those of the document. */
  readonly seeds?: readonly number[];
  /** The model of a seed, untrained. */
  model(seed: number): Vae;
  /** Its data, the same for all seeds. */
  data(): Promise<{ x: Rows }>;
  /** How it is trained at the scale in force. */
  options(seed: number): FitOptions;
}

/** A trained model, with the seed that it started from. */
export interface TrainedModel {
  /** Of the run: 'torus-1'. */
  readonly name: string;
  readonly seed: number;
  readonly model: Vae;
  readonly fit: Fit;
}

/** One run of a document, for whoever trains them apart. */
export interface Run {
  /** Family and seed: 'torus-1'. */
  readonly name: string;
  readonly seed: number;
  train(): Promise<TrainedModel>;
  /** How large it is, for whoever plans: loads its data. */
  size(): Promise<RunSize>;
}

/** What decides how long a run takes. */
export interface RunSize {
  /** Numbers that are trained, over all replicas. */
  weights: number;
  steps: number;
  batchSize: number;
}

/** The trainings of a document by name. */
export interface Runs<K extends string> {
  /** All runs at the scale in force, by name. */
  list(): Record<string, Run>;
  /** The trained models of a family, one for each seed: from the cache, or trained now. */
  trained(family: K): Promise<TrainedModel[]>;
}

/**
 * The trainings of a document: each family of runs differs by its seeds alone. A chapter about a model builds and trains it
 * in the open; later ones take the trained models by name, and get the same.
 * @param seeds of families that have none of their own, at the scale in force
 */
export function runsOf<K extends string>(
  families: Readonly<Record<K, RunFamily>>,
  seeds: () => readonly number[],
): Runs<K> {
  const train = async (family: K, seed: number, data?: { x: Rows }): Promise<TrainedModel> => {
    const { title, model: build, data: load, options } = families[family];
    const model = build(seed);
    const run = await fit(model, data ?? (await load()), {
      title: `${title}, seed ${seed}`,
      ...options(seed),
    });
    return { name: `${family}-${seed}`, seed, model, fit: run };
  };
  const size = async (family: K, seed: number): Promise<RunSize> => {
    const { model: build, data, options } = families[family];
    const model = build(seed);
    const weights = Object.values(model.variables).reduce((sum, variable) => sum + variable.size, 0);
    model.dispose();
    const { epochs, batchSize, dataPerReplica } = options(seed);
    const { x } = await data();
    const rows = 'pixels' in x ? x.count : x.shape[dataPerReplica ? 1 : 0]!;
    return { weights, steps: epochs * Math.ceil(rows / batchSize), batchSize };
  };
  const seedsOf = (family: K) => families[family].seeds ?? seeds();
  return {
    list: () =>
      Object.fromEntries(
        (Object.keys(families) as K[]).flatMap((family) =>
          seedsOf(family).map((seed) => {
            const name = `${family}-${seed}`;
            return [name, { name, seed, train: () => train(family, seed), size: () => size(family, seed) }];
          }),
        ),
      ),
    async trained(family) {
      if (!(family in families)) {
        throw new RangeError(
          `there is no run '${family}'; expected one of ${Object.keys(families).join(', ')}`,
        );
      }
      const data = await families[family].data();
      const models: TrainedModel[] = [];
      for (const seed of seedsOf(family)) models.push(await train(family, seed, data));
      return models;
    },
  };
}
