import { crc32, deflateSync } from 'node:zlib';

/** Pixels to be encoded: `channels` bytes each, row by row. */
export interface Bitmap {
  /** [height, width, channels], 0 … 255; or indices into `palette` with one channel. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 red-green-blue, 4 with opacity. */
  readonly channels: 1 | 3 | 4;
  /** Red, green and blue of up to 256 colours; the one channel holds indices then. */
  readonly palette?: Uint8Array;
}

/**
 * Encodes pixels as PNG (W3C PNG specification, 3rd edition), without loss.
 * @throws RangeError if the sizes do not agree
 */
export function encodePng({ data, width, height, channels, palette }: Bitmap): Buffer {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(
      `a picture of ${width} × ${height} pixels cannot be encoded; both must be whole and positive`,
    );
  }
  const stride = width * channels;
  if (data.length !== stride * height) {
    throw new RangeError(
      `${width} × ${height} pixels of ${channels} bytes need ${stride * height} bytes, not ${data.length}`,
    );
  }
  const lines = Buffer.alloc((stride + 1) * height); // a line starts with the number of its filter
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    // A line is stored as its difference from the one above (filter 2) but where bytes are indices.
    const filter = palette || y === 0 ? 0 : 2;
    lines[at] = filter;
    for (let i = 0; i < stride; i++) {
      lines[at + 1 + i] = data[y * stride + i] - (filter ? data[(y - 1) * stride + i] : 0);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits a channel
  header[9] = palette ? 3 : { 1: 0, 3: 2, 4: 6 }[channels];
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
