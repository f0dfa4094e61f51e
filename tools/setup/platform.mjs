import { Failure } from './failure.mjs';

const linux = { cc: 'libtensorflow_cc.so.2', framework: 'libtensorflow_framework.so.2' };

/**
 * What differs by platform: TensorFlow's wheel and the names of its libraries, the target of the compiler
 * from PyPI.
 * Only linux-x64 is tested.
 */
const platforms = {
  'linux-x64': {
    wheel: 'tensorflow-cpu',
    tag: 'manylinux_2_27_x86_64',
    zig: 'x86_64-linux-gnu.2.27',
    ...linux,
  },
  'linux-arm64': {
    wheel: 'tensorflow',
    tag: 'manylinux_2_27_aarch64',
    zig: 'aarch64-linux-gnu.2.27',
    ...linux,
  },
  'darwin-arm64': {
    wheel: 'tensorflow',
    tag: 'macosx_12_0_arm64',
    zig: 'aarch64-macos',
    cc: 'libtensorflow_cc.2.dylib',
    framework: 'libtensorflow_framework.2.dylib',
  },
};

export const platformName = `${process.platform}-${process.arch}`;

/** @returns {typeof platforms['linux-x64']} @throws Failure where TensorFlow has no wheel for this machine */
export function platform() {
  const found = platforms[platformName];
  if (found) return found;
  const advice =
    process.platform === 'win32'
      ? 'On Windows, use WSL (Windows Subsystem for Linux) and run the same command in it.'
      : 'Use one of these, for example in a virtual machine or a container.';
  throw new Failure(
    `This machine (${platformName}) is not supported: TensorFlow 2.21 is set up for Linux on x86-64 or ` +
      'arm64 and for ' +
      `macOS on Apple silicon.\n${advice}`,
  );
}

/** @throws Failure on a Linux without glibc 2.27, which TensorFlow's wheel needs */
export function requireGlibc() {
  if (process.platform !== 'linux') return;
  const version = process.report.getReport().header.glibcVersionRuntime;
  const [major, minor] = (version || '0.0').split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 27)) return;
  throw new Failure(
    `TensorFlow needs a Linux with glibc 2.27 or newer; this one has ${
      version ? `glibc ${version}` : 'another C library'
    }.\nUse Debian 10, Ubuntu 18.04, Fedora 28 or anything newer (Alpine has no glibc).`,
  );
}
