import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Dealer, Request } from 'zeromq';
import { Kernel } from './client';

describe('A kernel that any local process can write to', () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.stop());

  const sign = (parts: string[]) => createHmac('sha256', kernel.key).update(parts.join('')).digest('hex');
  const signed = (...parts: string[]) => ['<IDS|MSG>', sign(parts), ...parts];
  const header = (more: object = {}) =>
    JSON.stringify({ msg_id: randomUUID(), msg_type: 'kernel_info_request', session: 'x', ...more });

  const malformed: Record<string, () => (string | Buffer)[]> = {
    'the delimiter alone': () => ['<IDS|MSG>'],
    nothing: () => [''],
    'no delimiter': () => ['a', 'b', 'c'],
    'no signature': () => ['<IDS|MSG>', '', header(), '{}', '{}', '{}'],
    'a wrong signature of the right length': () => ['<IDS|MSG>', '0'.repeat(64), header(), '{}', '{}', '{}'],
    'the signature of other parts': () => ['<IDS|MSG>', sign(['{}']), header(), '{}', '{}', '{}'],
    'a signature and no parts': () => signed(),
    'too few parts': () => signed(header(), '{}', '{}'),
    'parts that are not JSON': () => signed('no JSON', '{}', '{}', '{}'),
    'a content that is not JSON': () => signed(header(), '{}', '{}', '{'),
    'a content that is null': () => signed(header(), '{}', '{}', 'null'),
    'a header without msg_type': () => signed(header({ msg_type: undefined }), '{}', '{}', '{}'),
    'a msg_type that is a number': () => signed(header({ msg_type: 3 }), '{}', '{}', '{}'),
    'a header that is null': () => signed('null', '{}', '{}', '{}'),
    'a header that is a list': () => signed('[]', '{}', '{}', '{}'),
    'a msg_type that no one knows': () => signed(header({ msg_type: 'no_such_request' }), '{}', '{}', '{}'),
    'a cell without code': () => signed(header({ msg_type: 'execute_request' }), '{}', '{}', '{}'),
    'bytes that are not text': () => ['<IDS|MSG>', Buffer.from([255, 0, 128]), Buffer.from([254, 253])],
  };

  /** Fails (by time) if the kernel does not answer on all its sockets. */
  async function answers(): Promise<void> {
    assert.equal((await kernel.execute('6 * 7')).result, '42');
    await kernel.interruptByMessage();
    const heart = new Request({ linger: 0, receiveTimeout: 5000 });
    heart.connect(`tcp://127.0.0.1:${kernel.connection.hb_port}`);
    await heart.send('beat');
    assert.equal(String((await heart.receive())[0]), 'beat');
    heart.close();
  }

  for (const name of ['shell', 'control', 'stdin', 'hb'] as const) {
    it(`answers after messages on ${name} that no client would send`, async () => {
      const socket = new Dealer({ linger: 1000 });
      socket.connect(`tcp://127.0.0.1:${kernel.connection[`${name}_port`]}`);
      for (const [what, frames] of Object.entries(malformed)) {
        await socket.send(frames());
        assert.equal((await kernel.execute('1 + 1')).result, '2', what);
      }
      socket.close();
      await answers();
    });
  }

  it('answers after bytes that are not ZeroMQ', async () => {
    for (const port of Object.values(kernel.connection)) {
      if (typeof port !== 'number') continue;
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.end('GET / HTTP/1.1\r\n\r\n');
      socket.destroy();
    }
    await answers();
  });

  it('says on the terminal why it ignored a message', () => {
    assert.match(kernel.terminal, /^The kernel ignored a message: no <IDS\|MSG>$/m);
    assert.match(kernel.terminal, /not signed with the key of this session/);
  });

  it('answers after a value that is not JSON', async () => {
    const own = "({ [Symbol.for('Jupyter.display')]: () => ({ 'x/y': 1n }) })";
    assert.match((await kernel.execute(own)).reply.evalue, /BigInt/);
    const { reply } = await kernel.execute('1', { user_expressions: { own } });
    assert.equal(reply.status, 'error');
    assert.match(reply.evalue, /BigInt/);
    await answers();
  });
});
