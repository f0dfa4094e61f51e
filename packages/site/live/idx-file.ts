import type { ImageFile } from './protocol';

/** An IDX file as MNIST has them: its dimensions and bytes. */
interface Idx {
  dimensions: number[];
  bytes: Uint8Array;
}

/**
 * Images, and labels if there are any, out of the files that a reader gives: MNIST's, packed or not.
 * @throws Error that names the file and what to do
 */
export async function imagesFromFiles(files: readonly File[]): Promise<ImageFile> {
  let images: Idx | undefined;
  let labels: Idx | undefined;
  for (const file of files) {
    const idx = parsed(file.name, await unpacked(file));
    if (idx.dimensions.length === 3) images = idx;
    else labels = idx;
  }
  if (!images)
    throw new Error('No file of images is among them: MNIST’s is called train-images-idx3-ubyte.gz.');
  const [count, height, width] = images.dimensions;
  if (height !== 28 || width !== 28)
    throw new Error(`The images are ${height} × ${width} pixels; expected 28 × 28, as MNIST has.`);
  if (labels && labels.dimensions[0] !== count)
    throw new Error(
      `There are ${count} images and ${labels.dimensions[0]} labels; take files that belong together.`,
    );
  return { images: images.bytes, count, labels: labels?.bytes };
}

async function unpacked(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (typeof DecompressionStream === 'undefined')
    throw new Error(`This browser cannot unpack ${file.name}; unpack it and give the file in it.`);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function parsed(name: string, bytes: Uint8Array): Idx {
  const refuse = (what: string): never => {
    throw new Error(`${name} is not a file of MNIST: ${what}.`);
  };
  const rank = bytes[3];
  if (bytes.length < 8 || bytes[0] || bytes[1] || bytes[2] !== 8 || (rank !== 1 && rank !== 3))
    refuse('it does not begin as an IDX file of bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = dimensions.reduce((a, b) => a * b, 1);
  if (bytes.length !== 4 + 4 * rank + size)
    refuse(`it holds ${bytes.length - 4 - 4 * rank} bytes, not ${size}`);
  return { dimensions, bytes: bytes.subarray(4 + 4 * rank) };
}
