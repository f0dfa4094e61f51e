import assert from 'node:assert/strict';
import { keyOf } from '@latent-torus/node';
import { euclidean, tf, vae } from 'latent-torus';

const different = (...contents: unknown[]) => {
  const keys = contents.map(keyOf);
  keys.forEach((key, i) =>
    keys.slice(0, i).forEach((other, j) => assert.notEqual(key, other, `contents ${i} and ${j}`)),
  );
};

describe('keyOf', () => {
  it('is the same for the same content, whatever the order of names and the object', () => {
    assert.equal(keyOf({ a: 1, b: [2, { c: 'x' }] }), keyOf({ b: [2, { c: 'x' }], a: 1 }));
    assert.equal(keyOf(tf.tensor1d([1, 2])), keyOf(tf.tensor1d([1, 2])));
    assert.equal(keyOf(new Map([['a', 1]])), keyOf(new Map([['a', 1]])));
    assert.match(keyOf(1), /^[0-9a-f]{20}$/);
    const shared = { a: 1 };
    assert.equal(keyOf([shared, shared]), keyOf([{ a: 1 }, { a: 1 }])); // twice is not a cycle
  });

  it('tells apart what JSON does not', () => {
    different(NaN, null, undefined, Infinity, -Infinity, 0, -0, '0', 'NaN', 'null', 0n, false, [], {}, '');
    different(1, '1', [1], ['1'], { 1: 1 }, true, 1n);
    different({}, { a: undefined }, { a: null }, { b: undefined });
    different([undefined], [], [null], [[]], [undefined, 1], [1, undefined]);
    different(new Map(), new Set(), {}, [], new Map([['a', 1]]), { a: 1 }, new Set(['a']), ['a']);
    different(new Map([[1, 2]]), new Map([['1', 2]]), new Map([[2, 1]]));
  });

  it('tells apart what runs together when written one after another', () => {
    different(['ab', 'c'], ['a', 'bc'], ['abc'], [['ab'], 'c'], [['ab', 'c']], ['a;', 'b'], ['a', ';b']);
    different({ a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }, { a: 1, b: { c: 2 } });
    different([[1], [2, 3]], [[1, 2], [3]], [1, 2, 3], [[1, 2, 3]]);
    different(['n1;'], [1], ['s1:1'], ['null;'], [null]);
  });

  it('tells typed arrays and tensors apart by type and shape, not by bytes alone', () => {
    const zeros = new Float32Array(4);
    different(
      zeros,
      new Int32Array(4),
      new Uint32Array(4),
      new Uint8Array(16),
      new Uint8ClampedArray(16),
      new Float64Array(2),
      new Float32Array(5),
      Float32Array.of(0, 0, 0, -0),
      [0, 0, 0, 0],
    );
    different(
      tf.zeros([4]),
      tf.zeros([4], 'int32'),
      tf.zeros([2, 2]),
      tf.zeros([4, 1]),
      zeros,
      tf.zeros([16], 'bool'),
    );
    different(tf.tensor1d([NaN]), tf.tensor1d([Infinity]), tf.tensor1d([0]), tf.tensor1d([-0]));
    different(tf.tensor1d(['a', 'bc']), tf.tensor1d(['ab', 'c']));
  });

  it('reads a part of a buffer as that part', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    assert.equal(keyOf(whole.subarray(1, 3)), keyOf(Float32Array.of(2, 3)));
  });

  it('sees the description and the variables of a model', () => {
    const make = (seed: number, hidden = [2]) => vae({ inputs: 2, hidden, latent: euclidean(1), seed });
    assert.equal(keyOf(make(1)), keyOf(make(1)));
    different(make(1), make(2), make(1, [3]));
  });

  it('refuses what it cannot see, and names the place', () => {
    assert.throws(() => keyOf({ a: [0, () => 1] }), /the key\.a\.1 is a function; pass what it depends on/);
    assert.throws(() => keyOf([Symbol('s')]), /the key\.0 is a symbol/);
    assert.throws(() => keyOf({ made: Promise.resolve(1) }), /the key\.made is a Promise/);
    assert.throws(() => keyOf(new Date(0)), /the key is a Date; a key needs plain values/);
    assert.throws(() => keyOf(new (class Image {})()), /is a Image/);
    const loop: Record<string, unknown> = {};
    loop.inside = loop;
    assert.throws(() => keyOf(loop), /the key\.inside contains itself/);
  });
});
