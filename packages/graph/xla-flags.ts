import { backend } from './backend';

const NAME = '--xla_cpu_enable_fast_min_max';

/**
 * Has XLA keep NaN in max and min, which it drops by default: a training that has gone wrong would go on unnoticed. To be
 * called before XLA compiles for the first time, when it reads its flags. Only where the flag is known: others end the process.
 */
export function keepNaN() {
  const flags = process.env.XLA_FLAGS ?? '';
  if (!flags.includes(NAME) && /^2\.21\./.test(backend().binding?.TF_Version ?? ''))
    process.env.XLA_FLAGS = `${flags} ${NAME}=false`.trim();
}

/** Whether NaN is kept. */
export const nanIsKept = () => (process.env.XLA_FLAGS ?? '').includes(`${NAME}=false`);
