import { tf } from './tf';

/** `tf.tidy` for results that hold no tensors: all tensors made inside are freed. */
export function tidily<T>(make: () => T): T {
  let made: { result: T } | undefined;
  tf.tidy(() => {
    made = { result: make() };
  });
  return (made as { result: T }).result;
}
