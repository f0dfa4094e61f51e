import { atScale } from '@latent-torus/settings';
import { fit } from 'latent-torus';
import { type Classifier, digitClassifier } from './classifier';
import { oneHot } from './conditional';
import { trainDigits } from './data';

/** A classifier trained on the real training digits, which judges what models draw: 784-256-10, 5 epochs. */
export async function digitJudge(): Promise<Classifier> {
  const train = await trainDigits();
  const judge = digitClassifier({ seed: 1 });
  const classes = oneHot(train.labels, 10);
  try {
    await fit(
      judge,
      { x: train, classes },
      {
        title: 'Judge, a classifier of real digits',
        epochs: atScale({ smoke: 3, lesson: 5, paper: 5 }),
        batchSize: 128,
        seed: 1,
      },
    );
  } finally {
    classes.dispose();
  }
  return judge;
}

/** '3 (0.98)': how a judgement is written below an image. */
export const judged = ({ label, confidence }: { label: ArrayLike<number>; confidence: ArrayLike<number> }) =>
  Array.from(label, (digit, i) => `${digit} (${confidence[i].toFixed(2)})`);
