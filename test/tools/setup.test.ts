import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Checkout, type Result, until } from './checkout';

/** One message, exit code 1, no stack trace. */
function assertFails(result: Result, ...patterns: RegExp[]) {
  assert.equal(result.code, 1, result.output);
  for (const pattern of patterns) assert.match(result.output, pattern);
  assert.doesNotMatch(result.output, /^\s+at .*:\d+:\d+/m);
  assert.ok(result.output.split('Set-up stopped').length <= 2, result.output);
}

describe('set-up', () => {
  let checkout: Checkout;
  const withTools = (...tools: string[]) => {
    checkout.remove();
    checkout = new Checkout(tools);
  };
  beforeEach(() => {
    checkout = new Checkout();
  });
  afterEach(() => checkout.remove());

  const underNode = (version: string) => {
    const file = join(checkout.bin, 'version.cjs');
    writeFileSync(file, `Object.defineProperty(process.versions, 'node', { value: '${version}' });`);
    return checkout.setUp('--require', file);
  };

  describe('where everything is there', () => {
    it('does each step once, and nothing at all the second time', () => {
      const first = checkout.setUp();
      assert.equal(first.code, 0, first.output);
      assert.match(first.output, /npm packages: done in [\d.]+ s.*\n(.*\n)*TypeScript kernel: done/);
      const { calls } = checkout;
      assert.equal(calls.filter((call) => call.startsWith('npm ci --ignore-scripts')).length, 1);
      assert.equal(calls.filter((call) => /-m pip install .*requirements\.txt/.test(call)).length, 1);
      assert.deepEqual(checkout.setUp(), { code: 0, output: '' });
      assert.deepEqual(checkout.calls, calls);
      assert.ok(!checkout.has('.setup/lock') && !checkout.has('.setup/tmp'));
    });

    it('installs again when the lock file changes, and builds the binding again', () => {
      checkout.setUp();
      const before = checkout.calls.length;
      checkout.write('package-lock.json', '{ "lockfileVersion": 3 }');
      assert.equal(checkout.setUp().code, 0);
      assert.match(checkout.calls.slice(before).join('\n'), /npm ci(.*\n)*c\+\+ .*tfjs_binding/);
      assert.doesNotMatch(checkout.calls.slice(before).join('\n'), /pip/);
    });

    it('repairs a moved checkout without installing anything', () => {
      checkout.setUp();
      const before = checkout.calls.length;
      const old = checkout.root;
      renameSync(old, `${old}-moved`);
      checkout.root = `${old}-moved`;
      assert.equal(checkout.setUp().code, 0);
      assert.equal(checkout.calls.length, before);
      for (const file of ['bin/jupyter', 'pyvenv.cfg', 'share/jupyter/kernels/typescript/kernel.json']) {
        const text = checkout.read(`.setup/venv/${file}`);
        assert.ok(text.includes(checkout.root) && !text.replaceAll(checkout.root, '').includes(old), text);
      }
    });

    it('writes a kernel spec that names this Node and leaves no place open', () => {
      checkout.setUp();
      const spec = JSON.parse(checkout.read('.setup/venv/share/jupyter/kernels/typescript/kernel.json'));
      assert.equal(spec.argv[0], process.execPath);
      assert.deepEqual(spec.argv.slice(-2), [
        join(checkout.root, 'packages/kernel/start.cjs'),
        '{connection_file}',
      ]);
      assert.doesNotMatch(JSON.stringify(spec), /<\w+>/);
    });
  });

  describe('says what is missing and what to do', () => {
    it('with a Node that is too old', () => {
      assertFails(underNode('18.20.4'), /Node 18\.20\.4 is not supported.*20\.19.*22, 24 or 26/);
      assertFails(underNode('20.18.0'), /Node 20\.18\.0 is not supported/);
      assert.deepEqual(checkout.calls, []);
    });

    it('with a Node newer than those tested, and goes on', () => {
      const { code, output } = underNode('28.1.0');
      assert.match(output, /Notice: Node 28\.1\.0 is newer than what was tested/);
      assert.equal(code, 0, output);
    });

    it('without Python', () => {
      withTools('npm', 'c++');
      assertFails(
        checkout.setUp(),
        /Python 3\.10 or newer was not found/,
        /apt install python3/,
        /LATENT_TORUS_PYTHON/,
      );
    });

    it('with an old Python, which it names', () => {
      checkout.behave({ python: { version: '3.9.18' } });
      assertFails(checkout.setUp(), /Found: python3 is 3\.9\.18/);
    });

    it('with a setting that names no Python', () => {
      checkout.env.LATENT_TORUS_PYTHON = '/nowhere/python';
      assertFails(checkout.setUp(), /LATENT_TORUS_PYTHON is '\/nowhere\/python'.*No such program/);
    });

    it('with a Python that lacks venv, as Debian ships it', () => {
      checkout.behave({ python: { venv: false } });
      assertFails(
        checkout.setUp(),
        /apt install python3-venv \(or python3\.12-venv\)/,
        /pip install --user virtualenv/,
      );
      checkout.behave({ python: { venv: false, virtualenv: true } });
      assert.equal(checkout.setUp().code, 0);
      assert.match(checkout.calls.join('\n'), /-m virtualenv /);
    });

    it('without npm', () => {
      withTools('python3', 'c++');
      // The folder of this Node is searched too, for the npm that came with it: a copy of Node alone has
      // none.
      const node = join(checkout.bin, 'node');
      spawnSync('/bin/cp', [process.execPath, node]);
      const { status, stdout, stderr } = spawnSync(node, [join(checkout.root, 'tools/setup.mjs')], {
        env: checkout.env,
        encoding: 'utf8',
      });
      assertFails({ code: status, output: stdout + stderr }, /npm was not found/);
    });

    it('off line, from npm and from pip', () => {
      checkout.behave({ npm: 'npm error code EAI_AGAIN\nnpm error request failed' });
      assertFails(checkout.setUp(), /npm could not reach its package registry/, /EAI_AGAIN/);
      checkout.behave({
        pip: 'WARNING: Retrying … NewConnectionError\nERROR: No matching distribution found for x',
      });
      assertFails(checkout.setUp(), /pip could not reach its package index \(for the Python packages\)/);
    });

    it('off line, when TensorFlow is still to come', () => {
      delete checkout.env.LATENT_TORUS_TENSORFLOW;
      checkout.behave({ unpack: 'error: tensorflow.whl is damaged' });
      assertFails(checkout.setUp(), /could not be unpacked:\n.*damaged/);
      checkout.behave({ pip: 'Max retries exceeded' });
      assertFails(checkout.setUp(), /pip could not reach its package index \(for TensorFlow/);
    });

    it('behind a proxy with a certificate of its own', () => {
      checkout.behave({ npm: 'npm error code SELF_SIGNED_CERT_IN_CHAIN' });
      assertFails(checkout.setUp(), /NODE_EXTRA_CA_CERTS/);
      checkout.behave({ pip: 'SSLError: CERTIFICATE_VERIFY_FAILED, Max retries exceeded' });
      assertFails(checkout.setUp(), /PIP_CERT/);
    });

    it('with a full disk', () => {
      checkout.behave({ npm: 'npm error code ENOSPC' });
      assertFails(checkout.setUp(), /The disk that holds .* is full/, /resumes/);
      checkout.behave({ pip: 'ERROR: [Errno 28] No space left on device' });
      assertFails(checkout.setUp(), /The disk that holds .* is full/);
    });

    it('with too little disk, before it starts', () => {
      const disk = join(checkout.root, 'tools/setup/disk.mjs');
      const script = `import(${JSON.stringify(disk)}).then((disk) => disk.requireSpace(9e18)).catch((error) => {
        console.log(error.message);
        process.exitCode = 1;
      });`;
      const { status, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
      assertFails({ code: status, output: stdout }, /needs 9000000000\.00 GB more in .*, and .* are free/);
    });

    it('with a setting that names no TensorFlow', () => {
      checkout.env.LATENT_TORUS_TENSORFLOW = checkout.bin;
      assertFails(
        checkout.setUp(),
        /LATENT_TORUS_TENSORFLOW is '.*', which holds no TensorFlow: expected libtensorflow_cc/,
      );
    });

    it('with a binding that does not load, and builds it anew the next time', () => {
      checkout.behave({ compiler: 'broken' });
      assertFails(checkout.setUp(), /was built, but does not load/);
      assert.ok(!checkout.has('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node'));
      checkout.behave({});
      assert.equal(checkout.setUp().code, 0);
    });

    it('without a compiler that works, where the one from PyPI cannot be had', () => {
      checkout.setUp();
      checkout.write('package-lock.json', '{ "changed": true }');
      checkout.behave({ compiler: 'missing', pip: 'NewConnectionError' });
      assertFails(checkout.setUp(), /no working C\+\+ compiler/, /\(for a C\+\+ compiler \(ziglang\)\)/);
    });
  });

  describe('interrupted', () => {
    it('ends npm, gives the lock back, and resumes the next time', async () => {
      checkout.behave({ npm: 'hang' });
      const { child, ended } = checkout.start();
      await until(() => checkout.has('node_modules/half'));
      child.kill('SIGINT');
      const { code, output } = await ended;
      assert.equal(code, 130);
      assert.match(output, /interrupted \(SIGINT\).*resumes/);
      assert.ok(!checkout.has('.setup/lock'));
      assert.equal(
        spawnSync(
          '/bin/sh',
          ['-c', `ps -eo args | grep -c '[${checkout.bin[0]}]${checkout.bin.slice(1)}/npm'`],
          { env: process.env, encoding: 'utf8' },
        ).stdout.trim(),
        '0',
      );
      checkout.behave({});
      assert.equal(checkout.setUp().code, 0);
      assert.equal(checkout.calls.filter((call) => call.startsWith('npm')).length, 2);
    });

    it('by a kill: the next one waits for what was left running, then does the step anew', async () => {
      checkout.behave({ npm: 'slow' });
      const { child, ended } = checkout.start();
      await until(() => checkout.has('node_modules/half'));
      child.kill('SIGKILL');
      await ended;
      checkout.behave({});
      const { code, output } = checkout.setUp();
      assert.equal(code, 0, output);
      assert.match(output, /A set-up that was killed left process \d+ running/);
      assert.equal(checkout.calls.filter((call) => call.startsWith('npm')).length, 2);
    });

    it('by another that runs at the same time: the second waits and has nothing left to do', async () => {
      checkout.behave({ npm: 'slow' });
      const first = checkout.start();
      await until(() => checkout.has('.setup/lock'));
      const second = checkout.start();
      const [a, b] = await Promise.all([first.ended, second.ended]);
      assert.deepEqual([a.code, b.code], [0, 0], a.output + b.output);
      assert.match(b.output, /Another set-up is running \(process \d+/);
      assert.equal(checkout.calls.filter((call) => call.startsWith('npm')).length, 1);
    });

    it('takes over the lock of a process that is gone', () => {
      checkout.setUp();
      checkout.write('package-lock.json', '{ "changed": true }');
      checkout.write('.setup/lock', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
      assert.equal(checkout.setUp().code, 0);
      assert.ok(!checkout.has('.setup/lock'));
    });
  });

  it('sees whether there is anything to do without starting a program, and changes nothing to find out', () => {
    assert.match(
      checkout.check(),
      /^missing: npm packages, JupyterLab, TensorFlow binding, TypeScript kernel$/m,
    );
    assert.ok(!checkout.has('.setup') && !checkout.has('node_modules'));
    assert.deepEqual(checkout.calls, []);
    checkout.setUp();
    const { calls } = checkout;
    assert.equal(checkout.check(), '');
    assert.deepEqual(checkout.calls, calls);
  });
});
