import {
  type Architecture,
  check,
  isCount as count,
  dense,
  type Seeds,
  startingVariable,
  tf,
  variablesOf,
} from 'latent-torus';

export interface ConvolutionalOptions {
  /** Height and width of the images, by default [28, 28]; every layer halves (or doubles) both. */
  shape?: readonly [number, number];
  /** Filters of each layer, that nearest to the image first; by default [32, 64]. */
  filters?: readonly number[];
  /** Side of the filters in pixels, by default 3. */
  kernel?: number;
  /** Units of the fully connected layer between the encoder's convolutions and the code, by default 16. */
  units?: number;
}

/** Strided convolutions, a ReLU after each, and a fully connected layer. Report 2: the encoder of the Keras example. */
export function convolutional(options: ConvolutionalOptions = {}): Architecture {
  const { shape, filters, kernel, units, small } = sizesOf(options);
  return {
    name: `conv ${filters.join('-')}-${units}`,
    description: { convolutional: { shape, filters, kernel, units } },
    build(name, inputs, outputs, seeds) {
      checkInputs(name, inputs, shape, seeds);
      const layers = filters.map((size, i) =>
        filterLayer(`${name}${i + 1}`, kernel, filters[i - 1] ?? 1, size, seeds),
      );
      const hidden = dense(`${name}Dense`, small[0] * small[1] * filters[filters.length - 1], units, seeds);
      const output = outputs === undefined ? undefined : dense('output', units, outputs, seeds);
      return {
        outputs: outputs ?? units,
        variables: variablesOf({
          ...named(name, layers),
          [`${name}Dense`]: hidden,
          ...(output ? { output } : {}),
        }),
        apply(x) {
          const images = tf.reshape(x, [-1, ...shape, 1]) as tf.Tensor4D;
          const last = layers.reduce(
            (h, { weight, bias }) => tf.relu(tf.add(tf.conv2d(h, weight, 2, 'same'), bias)) as tf.Tensor4D,
            images,
          );
          const h = tf.relu(hidden.apply(tf.reshape(last, [...x.shape.slice(0, -1), -1])));
          return output ? output.apply(h) : h;
        },
      };
    },
  };
}

/** A fully connected layer and transposed convolutions, a ReLU after each but the last. Report 2: the decoder. */
export function transposedConvolutional(options: ConvolutionalOptions = {}): Architecture {
  const { shape, filters, kernel, small } = sizesOf(options);
  const inward = [...filters].reverse();
  return {
    name: `conv ${inward.join('-')}`,
    description: { transposedConvolutional: { shape, filters, kernel } },
    build(name, inputs, outputs, seeds) {
      checkInputs(name, outputs ?? Number.NaN, shape, seeds);
      const hidden = dense(`${name}Dense`, inputs, small[0] * small[1] * inward[0], seeds);
      const layers = inward.map((size, i) =>
        filterLayer(`${name}${i + 1}`, kernel, inward[i - 1] ?? size, size, seeds),
      );
      const output = filterLayer('output', kernel, inward[inward.length - 1], 1, seeds);
      return {
        outputs: shape[0] * shape[1],
        variables: variablesOf({ [`${name}Dense`]: hidden, ...named(name, layers), output }),
        apply(z) {
          const rows = z.shape.slice(0, -1).reduce((a, b) => a * b, 1);
          const enlarge = (h: tf.Tensor4D, { weight, bias }: typeof output, stride: number) => {
            const [, height, width] = h.shape;
            // tf.conv2dTranspose takes filters [height, width, outputs, inputs]
            const turned = tf.transpose(weight, [0, 1, 3, 2]) as tf.Tensor4D;
            const size: [number, number, number, number] = [
              rows,
              height * stride,
              width * stride,
              weight.shape[3],
            ];
            return tf.add(tf.conv2dTranspose(h, turned, size, stride, 'same'), bias) as tf.Tensor4D;
          };
          const first = tf.reshape(tf.relu(hidden.apply(z)), [
            rows,
            small[0],
            small[1],
            inward[0],
          ]) as tf.Tensor4D;
          const last = layers.reduce((h, layer) => tf.relu(enlarge(h, layer, 2)), first);
          return tf.reshape(enlarge(last, output, 1), [...z.shape.slice(0, -1), -1]);
        },
      };
    },
  };
}

type Filters = tf.Variable & tf.Tensor4D;

/** Filters [kernel, kernel, inputs, outputs] and a bias for each output, which start uniform in ±1/√(kernel² · inputs). */
function filterLayer(name: string, kernel: number, inputs: number, outputs: number, seeds: Seeds) {
  const fan = kernel * kernel * inputs;
  const shape = [kernel, kernel, inputs, outputs];
  const weight = startingVariable(`${name}.weight`, fan, shape, seeds, shape) as unknown as Filters;
  const bias = startingVariable(`${name}.bias`, fan, [outputs], seeds, [outputs]);
  return { weight, bias };
}

const named = <T>(name: string, layers: readonly T[]) =>
  Object.fromEntries(layers.map((layer, i) => [`${name}${i + 1}`, layer]));

function sizesOf({ shape = [28, 28], filters = [32, 64], kernel = 3, units = 16 }: ConvolutionalOptions) {
  const times = 2 ** filters.length;
  check(
    'filters',
    filters,
    filters.length > 0 && filters.every(count),
    'a list of whole numbers, as [32, 64]',
  );
  check('kernel', kernel, count(kernel), 'a whole number of pixels, 1 or more');
  check('units', units, count(units), 'a whole number, 1 or more');
  check(
    'shape',
    shape,
    shape.every((side) => count(side) && side % times === 0),
    `sides that ${times} divides, as [28, 28]`,
  );
  return { shape, filters, kernel, units, small: shape.map((side) => side / times) };
}

function checkInputs(name: string, inputs: number, shape: readonly number[], seeds: Seeds): void {
  check('seed', seeds, typeof seeds === 'number', 'one seed, as convolutions have no axis of replicas');
  check(
    `the number of pixels of '${name}'`,
    inputs,
    inputs === shape[0] * shape[1],
    `${shape[0]} × ${shape[1]}`,
  );
}
