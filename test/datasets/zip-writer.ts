import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip to be written. */
export interface Entry {
  name: string;
  content: Uint8Array;
  deflated?: boolean;
}

/** A zip archive; with `zip64` every size, offset and count is in the 64-bit fields. */
export function writeZip(entries: Entry[], options: { zip64?: boolean; comment?: string } = {}): Buffer {
  const { zip64 = false, comment = '' } = options;
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, deflated } of entries) {
    const data = Buffer.from(deflated ? deflateRawSync(content) : content);
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(zip64 ? 45 : 20, 0);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(zip64 ? 0xffffffff : data.length, 14);
    common.writeUInt32LE(zip64 ? 0xffffffff : content.length, 18);
    common.writeUInt16LE(title.length, 22);
    const extra = Buffer.alloc(zip64 ? 28 : 0);
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(content.length), 4);
      extra.writeBigUInt64LE(BigInt(data.length), 12);
      extra.writeBigUInt64LE(BigInt(offset), 20);
    }
    const localExtra = Buffer.from('XX\x05\x00stuff'); // which only the local header has
    const local = Buffer.from(common);
    local.writeUInt16LE(localExtra.length, 24);
    pieces.push(Buffer.from('PK\x03\x04'), local, title, localExtra, data);
    common.writeUInt16LE(extra.length, 24);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(zip64 ? 0xffffffff : offset, 10);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, rest, title, extra);
    offset += 30 + title.length + localExtra.length + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 4);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 6);
  end.writeUInt32LE(zip64 ? 0xffffffff : central.length, 8);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 12);
  end.writeUInt16LE(comment.length, 16);
  const end64 = Buffer.alloc(zip64 ? 76 : 0);
  if (zip64) {
    end64.write('PK\x06\x06', 0, 'latin1');
    end64.writeBigUInt64LE(44n, 4);
    end64.writeBigUInt64LE(BigInt(entries.length), 24);
    end64.writeBigUInt64LE(BigInt(entries.length), 32);
    end64.writeBigUInt64LE(BigInt(central.length), 40);
    end64.writeBigUInt64LE(BigInt(offset), 48);
    end64.write('PK\x06\x07', 56, 'latin1');
    end64.writeBigUInt64LE(BigInt(offset + central.length), 64);
    end64.writeUInt32LE(1, 72);
  }
  return Buffer.concat([...pieces, central, end64, Buffer.from('PK\x05\x06'), end, Buffer.from(comment)]);
}
