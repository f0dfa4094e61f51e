import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join, resolve } from 'node:path';
import { download } from '../../packages/datasets/download';
import { DataError, DataUnavailable } from '../../packages/datasets/errors';
import { type DownloadProgress, dataDefaults } from '../../packages/datasets/progress';
import { Random } from '../../packages/random';
import { inFolder } from './folder';
import { Loopback } from './loopback';

const random = new Random('download');
const content = Uint8Array.from({ length: 300_000 }, () => random.integer(256));
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const check = async (path: string) => {
  const found = sha(await readFile(path));
  if (found !== sha(content)) throw new DataError(`${path}: SHA-256 ${found}; expected ${sha(content)}`);
  return undefined;
};
const quick = { check, pause: 1, stall: 5000 };

describe('a download', () => {
  let server: Loopback;
  beforeEach(async () => {
    server = await new Loopback().start();
    server.files.set('file', content);
  });
  afterEach(() => server.stop());

  /**
   * Downloads `file` into an empty folder, or one that the test has prepared, and checks what is left there.
   */
  const fetched = (folder: string, options = {}, urls = [`${server.url}file`]) =>
    download(urls, join(folder, 'file'), { ...quick, ...options });
  const whole = (folder: string) => {
    assert.deepEqual(readdirSync(folder), ['file']);
    assert.equal(sha(readFileSync(join(folder, 'file'))), sha(content));
  };

  it('puts the whole file into a folder that it makes, and nothing else', () =>
    inFolder(async (folder) => {
      await fetched(join(folder, 'new', 'one'));
      whole(join(folder, 'new', 'one'));
    }));

  it('reports bytes, total and rate, and the end once', () =>
    inFolder(async (folder) => {
      const seen: DownloadProgress[] = [];
      server.always = { slow: 5000 };
      await fetched(folder, { progress: (p: DownloadProgress) => seen.push(p) });
      assert.ok(seen.length >= 2);
      assert.deepEqual(
        seen.map((p) => p.done),
        seen.map((_, i) => i === seen.length - 1),
      );
      for (const p of seen) {
        assert.deepEqual([p.file, p.from, p.total], ['file', new URL(server.url).host, content.length]);
        assert.ok(p.rate >= 0 && p.bytes <= content.length);
      }
      assert.equal(seen[seen.length - 1].bytes, content.length);
    }));

  it('resumes where a connection was cut, as often as it is, and asks only for what is missing', () =>
    inFolder(async (folder) => {
      const cut = { cutAfter: 40_000, etag: '"one"' };
      server.next = Array(6).fill(cut);
      server.always = { etag: '"one"' };
      await fetched(folder);
      whole(folder);
      assert.equal(server.sent, content.length);
      assert.deepEqual(
        server.requests.map((request) => request.range),
        [undefined, ...[1, 2, 3, 4, 5, 6].map((n) => `bytes=${n * 40_000}-`)],
      );
      assert.equal(server.requests[1].ifRange, '"one"');
    }));

  it('begins anew where the file has changed on the server meanwhile', () =>
    inFolder(async (folder) => {
      server.files.set(
        'file',
        content.map((byte) => byte ^ 255),
      );
      server.next = [{ cutAfter: 40_000, etag: '"old"' }];
      server.always = { etag: '"new"' };
      const running = fetched(folder);
      const swap = setInterval(() => {
        if (server.requests.length > 0) server.files.set('file', content);
      }, 1);
      await running.finally(() => clearInterval(swap));
      whole(folder);
    }));

  it('resumes in a later call what an earlier one left', () =>
    inFolder(async (folder) => {
      server.always = { status: 503 };
      server.next = [{ cutAfter: 100_000 }];
      await assert.rejects(fetched(folder), DataUnavailable);
      assert.deepEqual(readdirSync(folder), ['file.part']);
      server.requests.length = 0;
      server.always = {};
      await fetched(folder);
      whole(folder);
      assert.deepEqual(
        server.requests.map((request) => request.range),
        ['bytes=100000-'],
      );
      assert.equal(server.sent, content.length - 100_000);
    }));

  for (const [what, left] of [
    ['other bytes', Buffer.alloc(1000, 7)],
    ['more than the file', Buffer.alloc(400_000, 7)],
    ['as much as the file, but other bytes', Buffer.alloc(content.length, 7)],
  ] as const) {
    it(`is not misled by ${what} left in the part file`, () =>
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'file.part'), left);
        await fetched(folder);
        whole(folder);
      }));
  }

  it('takes the whole where the server ignores ranges', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'file.part'), content.subarray(0, 1000));
      server.always = { ignoresRanges: true };
      await fetched(folder);
      whole(folder);
    }));

  it('tries again after errors that pass, and says which did not', () =>
    inFolder(async (folder) => {
      server.next = [{ status: 500 }, { status: 503 }, { status: 429 }];
      await fetched(folder);
      whole(folder);
      assert.equal(server.requests.length, 4);
      server.always = { status: 500 };
      await assert.rejects(fetched(join(folder, 'more'), { tries: 3 }), (error: Error) => {
        assert.ok(error instanceof DataUnavailable);
        assert.match(error.message, /HTTP 500 .*3 times in a row/);
        assert.match(error.message, /LATENT_TORUS_DATA/);
        return true;
      });
      assert.equal(server.requests.length, 7);
      assert.deepEqual(readdirSync(join(folder, 'more')), []);
    }));

  it('goes to the next home after a 404, a refusal or damaged bytes', () =>
    inFolder(async (folder) => {
      server.files.set(
        'bad',
        content.map((byte) => byte ^ 1),
      );
      const closed = await new Loopback().start();
      const { url } = closed;
      await closed.stop();
      await fetched(folder, {}, [`${server.url}none`, `${url}file`, `${server.url}bad`, `${server.url}file`]);
      whole(folder);
      assert.deepEqual(
        server.requests.map((request) => request.path),
        ['none', 'bad', 'file'],
      );
    }));

  it('names every home and its failure when none gives the file', () =>
    inFolder(async (folder) => {
      const homes = [`${server.url}none`, `${server.url}nothing`];
      await assert.rejects(fetched(folder, {}, homes), (error: Error) => {
        assert.ok(error instanceof DataUnavailable);
        for (const home of homes) assert.ok(error.message.includes(`${home}: HTTP 404`), error.message);
        return true;
      });
      assert.deepEqual(readdirSync(folder), []);
    }));

  it('of damaged bytes is an error of its own and leaves nothing', () =>
    inFolder(async (folder) => {
      server.files.set(
        'file',
        content.map((byte) => byte ^ 1),
      );
      await assert.rejects(fetched(folder), (error: Error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, /SHA-256/);
        assert.ok(!error.message.includes('.part'), error.message);
        return true;
      });
      assert.deepEqual(readdirSync(folder), []);
    }));

  it('does not take for whole what is shorter or longer than announced', () =>
    inFolder(async (folder) => {
      server.always = { announcesMore: 1000, ignoresRanges: true };
      await assert.rejects(fetched(folder, { tries: 2 }), /the connection ended|terminated/);
      assert.ok(!existsSync(join(folder, 'file')));
      server.always = { announcesMore: -1000 };
      await assert.rejects(fetched(join(folder, 'other'), { tries: 2 }), Error);
      assert.ok(!existsSync(join(folder, 'other', 'file')));
    }));

  it('takes what is whole by its checksum, though more was announced', () =>
    inFolder(async (folder) => {
      server.always = { announcesMore: 1000 };
      await fetched(folder);
      whole(folder);
      assert.equal(server.sent, content.length);
    }));

  it('does not stitch bytes of another range than it asked for', () =>
    inFolder(async (folder) => {
      server.next = [{ cutAfter: 50_000 }];
      server.always = { rangeOff: 10 };
      await assert.rejects(fetched(folder), /asked for bytes from 50000, answered with bytes 50010-/);
      assert.deepEqual(readdirSync(folder), []);
    }));

  it('gives up a connection on which nothing comes, and resumes', () =>
    inFolder(async (folder) => {
      server.next = [{ stallsAfter: 50_000 }];
      await fetched(folder, { stall: 200 });
      whole(folder);
      assert.equal(server.requests[1].range, 'bytes=50000-');
    }));

  it('stops at once when told to, and resumes later', () =>
    inFolder(async (folder) => {
      server.always = { stallsAfter: 50_000 };
      const controller = new AbortController();
      const running = fetched(folder, { signal: controller.signal, stall: 60_000 });
      setTimeout(() => controller.abort(), 150);
      const begun = Date.now();
      await assert.rejects(running, { name: 'AbortError' });
      assert.ok(Date.now() - begun < 5000);
      assert.deepEqual(readdirSync(folder), ['file.part']);
      await assert.rejects(fetched(folder, { signal: controller.signal }), { name: 'AbortError' });
      server.always = {};
      await fetched(folder);
      whole(folder);
    }));

  it('reports to and is stopped by the defaults where a call names no others', () =>
    inFolder(async (folder) => {
      const seen: DownloadProgress[] = [];
      const before = { ...dataDefaults };
      try {
        dataDefaults.progress = (progress) => seen.push(progress);
        dataDefaults.signal = () => undefined;
        await fetched(folder);
        assert.equal(seen[seen.length - 1].done, true);
        dataDefaults.signal = () => AbortSignal.abort();
        await assert.rejects(fetched(join(folder, 'other')), { name: 'AbortError' });
      } finally {
        Object.assign(dataDefaults, { progress: undefined, signal: undefined }, before);
      }
    }));

  it('stops while it waits to try again', () =>
    inFolder(async (folder) => {
      server.always = { status: 500 };
      const signal = AbortSignal.timeout(100);
      await assert.rejects(fetched(folder, { pause: 60_000, signal }), { name: 'TimeoutError' });
    }));

  it('says so when the folder cannot be written', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'no-folder'), '');
      await assert.rejects(fetched(join(folder, 'no-folder')), (error: Error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, /cannot be written: .*(ENOTDIR|EEXIST).*LATENT_TORUS_DATA/s);
        return true;
      });
      chmodSync(folder, 0o555);
      const root = process.getuid?.() === 0; // root may write anywhere
      try {
        if (root) process.seteuid!(65534);
        await assert.rejects(fetched(folder), /cannot be written: EACCES.*a folder that you may write/s);
      } finally {
        if (root) process.seteuid!(0);
        chmodSync(folder, 0o755);
      }
      assert.equal(server.requests.length, 0);
    }));

  it('says so when the disk is full', function () {
    if (!existsSync('/dev/full')) this.skip();
    return inFolder(async (folder) => {
      symlinkSync('/dev/full', join(folder, 'file.part')); // on which every write finds the disk full
      await assert.rejects(fetched(folder), (error: Error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, /the disk is full \(ENOSPC\)/);
        return true;
      });
      assert.ok(!existsSync(join(folder, 'file')));
    });
  });

  it('follows where a home has moved to, with the range', () =>
    inFolder(async (folder) => {
      const moved = createServer((_, response) =>
        response.writeHead(302, { location: `${server.url}file` }).end(),
      );
      moved.listen(0, '127.0.0.1');
      await once(moved, 'listening');
      writeFileSync(join(folder, 'file.part'), content.subarray(0, 1000));
      try {
        const { port } = moved.address() as AddressInfo;
        await fetched(folder, {}, [`http://127.0.0.1:${port}/old`]);
      } finally {
        moved.closeAllConnections();
        moved.close();
      }
      whole(folder);
      assert.equal(server.requests[0].range, 'bytes=1000-');
    }));

  it('of more than may belong to the file is refused, announced or not', () =>
    inFolder(async (folder) => {
      await assert.rejects(fetched(folder, { atMost: 1000 }), (error: Error) => {
        assert.ok(error instanceof DataUnavailable);
        assert.match(error.message, /announces 300000 bytes; expected at most 1000/);
        return true;
      });
      const endless = createServer((_, response) => {
        const send = (): void => {
          if (!response.destroyed) response.write(Buffer.alloc(10_000), () => setImmediate(send));
        };
        send();
      });
      endless.listen(0, '127.0.0.1');
      await once(endless, 'listening');
      try {
        const { port } = endless.address() as AddressInfo;
        const words = /sends more than the 1000000 bytes expected/;
        await assert.rejects(fetched(folder, { atMost: 1e6 }, [`http://127.0.0.1:${port}/`]), words);
      } finally {
        endless.closeAllConnections();
        endless.close();
      }
      assert.deepEqual(readdirSync(folder), []);
    }));

  it('leaves a folder or a FIFO alone that has the name of its part', () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'file.part'));
      spawnSync('mkfifo', [join(folder, 'file.part-x')]);
      await fetched(folder);
      assert.equal(sha(readFileSync(join(folder, 'file'))), sha(content));
    }));

  it('goes through the proxy that the environment names, and lets the process end', async function () {
    this.timeout(30_000);
    await inFolder(async (folder) => {
      const asked: string[] = [];
      const proxy = createServer();
      proxy.on('connect', (request, socket) => {
        asked.push(request.url ?? '');
        const { hostname, port } = new URL(server.url);
        const there = connect(Number(port), hostname, () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          socket.pipe(there).pipe(socket);
        });
      });
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const { port } = proxy.address() as AddressInfo;
      const code = `
        const { download } = require('./packages/datasets/download');
        download(['http://data.invalid/file'], ${JSON.stringify(join(folder, 'file'))}, { check: async () => {} })`;
      const other = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', code], {
        cwd: resolve(__dirname, '../..'),
        stdio: 'inherit',
        env: { PATH: process.env.PATH, HTTP_PROXY: `http://127.0.0.1:${port}` },
      });
      const [status] = await once(other, 'exit');
      proxy.closeAllConnections();
      proxy.close();
      assert.equal(status, 0);
      whole(folder);
      assert.deepEqual(asked, ['data.invalid:80']);
    });
  });

  it('is done by several at once without harm', () =>
    inFolder(async (folder) => {
      server.always = { slow: 60_000 };
      await Promise.all([1, 2, 3].map(() => fetched(folder)));
      whole(folder);
    }));

  it('is done by several processes at once without harm, and takes over from one that was killed', async function () {
    this.timeout(60_000);
    await inFolder(async (folder) => {
      server.always = { slow: 2000 };
      const other = spawn(
        process.execPath,
        [
          '--require',
          'tsx/cjs',
          '--eval',
          `const { download } = require('./packages/datasets/download');
           const to = ${JSON.stringify(join(folder, 'file'))};
           download(['${server.url}file'], to, { check: async () => {} });`,
        ],
        { cwd: resolve(__dirname, '../..'), stdio: 'inherit' },
      );
      while (!readdirSync(folder).some((name) => readFileSync(join(folder, name)).length >= 20_000)) {
        await new Promise((done) => setTimeout(done, 10));
        assert.equal(other.exitCode, null, 'the other process has ended');
      }
      server.always = {};
      await fetched(folder); // while the other is at it: gets it all itself
      assert.equal(server.requests[1].range, undefined);
      const theirs = readdirSync(folder).filter((name) => name !== 'file');
      assert.equal(theirs.length, 1);
      assert.equal(sha(readFileSync(join(folder, 'file'))), sha(content));

      other.kill('SIGKILL');
      await once(other, 'exit');
      const have = readFileSync(join(folder, theirs[0])).length;
      assert.ok(have > 0 && have < content.length, `${have}`);
      await fetched(folder);
      assert.equal(server.requests[2].range, `bytes=${have}-`);
      whole(folder);
    });
  });
});
