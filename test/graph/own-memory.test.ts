import assert from 'node:assert/strict';
import { backend } from '../../packages/graph/backend';
import { ownTensor, unaligned } from '../../packages/graph/own-memory';

describe('tensors in memory of their own', () => {
  it('have the numbers, shape and type of the array', () => {
    const tensor = ownTensor(Int32Array.of(1, 2, 3, 4), [2, 2], 'int32');
    assert.deepEqual(tensor.arraySync(), [
      [1, 2],
      [3, 4],
    ]);
    assert.equal(tensor.dtype, 'int32');
    tensor.dispose();
  });

  it('do not share the memory of an array, wherever it lies', () => {
    const { binding } = backend() as unknown as {
      binding: {
        createTensor(shape: number[], dtype: number, values: object): number;
        tensorDataSync(id: number): Float32Array;
        deleteTensor(id: number): void;
      };
    };
    const shared = (values: Float32Array) => {
      const id = binding.createTensor([values.length], 1, values);
      values.fill(2); // TensorFlow sees this where it uses the array itself
      const seen = binding.tensorDataSync(id)[0];
      binding.deleteTensor(id);
      return seen === 2;
    };
    const places = Array.from({ length: 64 }, (_, i) =>
      new Float32Array(new ArrayBuffer(8192), 4 * i, 1000).fill(1),
    );
    assert.ok(
      places.some((place) => shared(place.fill(1))),
      'TensorFlow shares none: this file is not needed any more',
    );
    for (const place of places) assert.equal(shared(unaligned(place.fill(1)) as Float32Array), false);
  });
});
