import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '@latent-torus/random';
import {
  type Fit,
  type FitOptions,
  fit,
  gaussianTorus,
  runtime,
  type Store,
  tf,
  type Vae,
  vae,
} from 'latent-torus';
import { ownCacheFolder } from '../cache-folder';

const random = new Random(3);
const x = tf.tensor2d(
  Float32Array.from({ length: 180 }, () => random.uniform()),
  [30, 6],
);
const make = (seed = 1): Vae => vae({ inputs: 6, hidden: [4], latent: gaussianTorus(2), seed });
const base: FitOptions = {
  epochs: 4,
  batchSize: 10,
  seed: 1,
  learningRate: 0.01,
  execution: 'eager',
  progress: () => {},
};
const weights = (model: Vae) =>
  Object.values(model.variables).map((variable) => Array.from(variable.dataSync()));
const MAGIC = 'latent-torus checkpoint 2\n';

/** A file that holds together, whatever it says: header and numbers with their right checksum. */
function forged(
  file: string,
  change: (header: Header, numbers: Float32Array) => Float32Array | undefined,
): void {
  const body = readFileSync(file).subarray(MAGIC.length + 65);
  const end = body.indexOf('\n');
  const header = JSON.parse(body.subarray(0, end).toString());
  const numbers = new Float32Array(Uint8Array.from(body.subarray(end + 1)).buffer);
  const changed = change(header, numbers) ?? numbers;
  const text = JSON.stringify(header, (_, value) =>
    value?.group === '__proto__' ? { ...value, group: '__proto__' } : value,
  );
  const whole = Buffer.concat([Buffer.from(`${text}\n`), Buffer.from(changed.buffer)]);
  const sum = createHash('sha256').update(whole).digest('hex');
  writeFileSync(file, Buffer.concat([Buffer.from(`${MAGIC}${sum}\n`), whole]));
}
interface Header {
  key: string;
  step: number;
  tensors: { group: string; name: string; shape: number[] }[];
}

describe('a checkpoint that is not that of the training', () => {
  const folder = ownCacheFolder();
  const files = () => readdirSync(folder()).map((name) => join(folder(), name));
  let reference: { history: unknown; weights: number[][] };
  let file: string;
  beforeEach(async () => {
    const model = make();
    const { history } = await fit(model, { x }, base);
    reference = { history, weights: weights(model) };
    [file] = files();
  });

  /** Trains a new model, which has to happen anew, be told why, and give the right weights. */
  async function anew(why: RegExp): Promise<void> {
    const notices: string[] = [];
    const model = make();
    const run = await fit(model, { x }, { ...base, notice: (text) => notices.push(text) });
    assert.deepEqual([run.cached, run.steps], [false, 12]);
    assert.match(notices.join('\n'), why);
    assert.match(notices.join('\n'), /training starts anew/);
    assert.deepEqual(weights(model), reference.weights);
    assert.deepEqual(run.history, reference.history);
  }

  it('is read where it is', async () => {
    forged(file, () => undefined);
    assert.equal((await fit(make(), { x }, base)).cached, true);
  });

  it('is not taken where another one was renamed to its name', async () => {
    await fit(make(), { x }, { ...base, seed: 2 });
    const other = files().find((name) => name !== file) as string;
    renameSync(other, file);
    await anew(/is that of another training \([0-9a-f]{20}\)/);
  });

  it('is not taken without tensors', async () => {
    forged(file, (header) => {
      header.tensors = [];
      return new Float32Array(0);
    });
    await anew(/has no weights/);
  });

  it('is not taken with a group `__proto__`, which pollutes nothing', async () => {
    forged(file, (header) => {
      header.tensors[0].group = '__proto__';
      return undefined;
    });
    await anew(/has numbers of '__proto__', which is not known/);
    assert.equal(Object.keys(Object.prototype).length, 0);
    assert.equal(({} as Record<string, unknown>)['encoder1.weight'], undefined);
  });

  it('is not taken with weights that are not finite', async () => {
    forged(file, (_, numbers) => {
      numbers[3] = NaN;
      return undefined;
    });
    await anew(/has numbers in '\S+' that are not finite/);
  });

  it('is not taken with too many numbers or too few', async () => {
    forged(file, (_, numbers) => Float32Array.of(...numbers, 1));
    await anew(/has \d+ numbers; expected \d+/);
    forged(file, (_, numbers) => numbers.slice(0, -1));
    await anew(/has \d+ numbers; expected \d+/);
  });

  it('is not taken with weights missing, or of another shape', async () => {
    forged(file, (header, numbers) => {
      const [first] = header.tensors.splice(0, 1);
      return numbers.slice(first.shape.reduce((a, b) => a * b, 1));
    });
    await anew(/has other weights than VAE/);
    forged(file, ({ tensors: [{ shape }] }) => {
      shape.reverse();
      return undefined;
    });
    await anew(/has other weights than VAE/);
  });
});

describe('a disk that fails', () => {
  const folder = ownCacheFolder();
  const { now } = performance;
  afterEach(() => {
    performance.now = now;
  });

  const whole = async () => {
    const model = make();
    const run = await fit(model, { x }, { ...base, cache: false });
    return { model, run };
  };
  const same = (run: Fit, model: Vae, expected: Awaited<ReturnType<typeof whole>>) => {
    assert.deepEqual(run.history, expected.run.history);
    assert.deepEqual(weights(model), weights(expected.model));
  };
  /** In place of the cache folder, a file: nothing can be written below it. */
  const breakDisk = () => {
    rmSync(folder(), { recursive: true, force: true });
    writeFileSync(folder(), '');
  };
  const mendDisk = () => {
    rmSync(folder(), { force: true });
    mkdirSync(folder());
  };

  it('at the last save loses neither weights nor history, and says so', async () => {
    const expected = await whole();
    const model = make();
    breakDisk();
    const notices: string[] = [];
    const run = await fit(model, { x }, { ...base, notice: (text) => notices.push(text) });
    assert.match(
      notices.join(),
      /The training is not kept on disk: .*Weights and history are in this session/,
    );
    same(run, model, expected);
    mendDisk();
    const again = await fit(model, { x }, { ...base, notice: (text) => assert.fail(text) });
    assert.equal(again.cached, true);
    same(again, model, expected);
  });

  it('at a periodic save does not end the training', async () => {
    const expected = await whole();
    const model = make();
    breakDisk();
    const notices: string[] = [];
    let time = 0;
    performance.now = () => {
      time += 20_000; // a save at every other step
      return time;
    };
    let mended = 0;
    const progress = () => {
      if (notices.length >= 2 && !mended++) mendDisk();
    };
    const run = await fit(model, { x }, { ...base, progress, notice: (text) => notices.push(text) });
    assert.ok(notices.length >= 2, notices.join());
    same(run, model, expected);
    assert.equal(readdirSync(folder()).length, 1); // the saves that worked
    const other = make();
    assert.equal((await fit(other, { x }, base)).cached, true);
    same(run, other, expected);
  });

  it('in an interrupted training: the same model goes on from this session', async () => {
    const expected = await whole();
    const model = make();
    breakDisk();
    const controller = new AbortController();
    const silent = { ...base, notice: () => {} };
    const part = await fit(
      model,
      { x },
      { ...silent, signal: controller.signal, progress: () => controller.abort() },
    );
    assert.ok(part.interrupted && part.steps > 0);
    same(await fit(model, { x }, silent), model, expected);
    mendDisk();
  });

  it('and a training that then breaks: the same model goes on from the last save, with the history of that', async () => {
    const expected = await whole();
    const model = make();
    breakDisk();
    let time = 0;
    performance.now = () => {
      time += 4000; // a save every few steps
      return time;
    };
    const notices: string[] = [];
    const progress = ({ step }: { step: number }) => {
      if (step >= 8) throw new Error('the page is gone');
    };
    const broken = fit(model, { x }, { ...base, progress, notice: (text) => notices.push(text) });
    await assert.rejects(broken, /the page is gone/);
    assert.ok(notices.length >= 1, 'something was saved');
    same(await fit(model, { x }, { ...base, notice: () => {} }), model, expected);
    mendDisk();
  });

  it('as it is read-only is told too', async function () {
    if (process.getuid?.() === 0) this.skip(); // root may write anywhere
    chmodSync(folder(), 0o500);
    const notices: string[] = [];
    await fit(make(), { x }, { ...base, notice: (text) => notices.push(text) });
    chmodSync(folder(), 0o700);
    assert.match(notices.join(), /not kept on disk/);
  });

  it('and cannot be read is told, and training starts anew', async () => {
    const expected = await whole();
    await fit(make(), { x }, base);
    const [name] = readdirSync(folder());
    rmSync(join(folder(), name));
    mkdirSync(join(folder(), name)); // EISDIR, and nothing may be written in its place
    const notices: string[] = [];
    const model = make();
    const run = await fit(model, { x }, { ...base, notice: (text) => notices.push(text) });
    assert.match(notices[0], /EISDIR.*training starts anew/);
    same(run, model, expected);
  });
});

describe('a store of another making', () => {
  const before = runtime.store;
  afterEach(() => {
    runtime.store = before;
  });

  it('is closed whatever happens, and is asked for nothing on disk with cache: false', async () => {
    const log: string[] = [];
    const store: Store = {
      open: (_, __, onDisk) => {
        log.push(`open ${onDisk}`);
        return { save: ({ state }) => log.push(`save ${state.step}`), close: () => log.push('close') };
      },
    };
    runtime.store = store;
    await fit(make(), { x }, { ...base, cache: false });
    assert.deepEqual(log.splice(0), ['open false', 'save 12', 'close']);
    const nan = tf.fill([30, 6], NaN);
    await assert.rejects(fit(make(), { x: nan }, base), /is NaN/);
    assert.deepEqual(log.splice(0), ['open true', 'close']);
  });

  it('may be missing', async () => {
    runtime.store = undefined;
    const model = make();
    assert.equal((await fit(model, { x }, base)).steps, 12);
  });
});
