import { crc32 } from 'node:zlib';

/**
 * A PNG with a description inside: an iTXt chunk 'Description' before the end (W3C PNG specification, 3rd edition,
 * section 11.3.3.4), which picture viewers and screen readers find.
 */
export function describePng(png: Buffer, text: string): Buffer {
  const end = png.length - 12; // the last chunk, IEND, has no content
  const body = Buffer.concat([
    // keyword; no compression, no language, no translated keyword
    Buffer.from('iTXtDescription\0\0\0\0\0', 'latin1'),
    Buffer.from(text, 'utf8'),
  ]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(body.length - 4, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, end), frame, png.subarray(end)]);
}
