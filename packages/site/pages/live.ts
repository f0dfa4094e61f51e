// The pages that train in the browser: what stands on them. What they do is in `live/`.
import { join } from 'node:path';
import { bundle } from '../bundle';
import type { PageLink } from './navigation';

export interface LivePage extends PageLink {
  question: string;
  body: string;
  scripts: string[];
}

const script = 'assets/live.js';

const backendMenu = `<label>Computes with <select name="backend"><option value="auto">the fastest there is</option><option value="wasm">WebAssembly</option><option value="webgl">WebGL</option><option value="cpu">plain JavaScript</option></select></label>`;

const buttons = `<button type="button" name="start">Start</button> <button type="button" name="stop" disabled>Stop</button> <button type="button" name="go" disabled>Go on</button>`;

const noScript = '<noscript><p>Training needs JavaScript; all of it is inside this site.</p></noscript>';

const slider = (name: string, label: string, value: number) =>
  `<label for="${name}"><span>${label}</span> <input type="range" id="${name}" name="${name}" min="0" max="6" step="1" value="${value}"> <output for="${name}"></output></label>`;

const circlePanel = (
  posterior: string,
  title: string,
  text: string,
) => `<section class="panel" data-posterior="${posterior}">
<h2>${title}</h2>
<p>${text}</p>
<canvas class="picture" role="img" aria-label="The latent circle, ${title.toLowerCase()}: a dot for each phase at its latent angle, in the hue of the phase; the ring outside shows the hues in order. The status below tells how it goes round."></canvas>
<p class="numbers"></p>
<canvas class="curve" role="img" aria-label="The total loss over the epochs, ${title.toLowerCase()}; the numbers above tell the last value."></canvas>
<p class="status" role="status">Not started.</p>
</section>`;

const circle = `<div data-live="circle">
<h1>A circle forms</h1>
<p>Waves of one period, 25 numbers each, differ in nothing but their phase: they lie on a circle in 25 dimensions. A VAE whose latent space is a circle has to find it. Each dot is one phase, at the latent angle that the encoder gives it; its colour is the true phase. At first the colours lie in a heap. When the model has learnt, they go round once, in the order of the outer ring.</p>
<p>Side by side, two trainings from the same weights on the same data: the posterior that the thesis prints, and the right one. The printed density is half uniform, and its sampler draws from another distribution, so its total is not a bound and can lie lower than any bound could. <strong>Predict</strong> before you start: which total ends lower, and whose arcs are narrower?</p>
${noScript}
<div class="controls">${slider('sigmaX', 'σ<sub>X</sub> of the decoder', 2)} ${slider('sigma', 'σ of the noise in the data', 6)} ${backendMenu}</div>
<p class="actions">${buttons}</p>
<div class="panels">
${circlePanel('right', 'Right posterior', 'The heat kernel of the circle, its divergence from the uniform prior by formula.')}
${circlePanel('printed', 'Printed posterior', 'Density (7.5) and sampler (7.10) as the thesis prints them, divergence estimated at a sample.')}
</div>
<p>The dashed line is the best total that this posterior can reach on data without noise, by the exact optimum. Move a slider while it trains: both start anew. The smaller σ<sub>X</sub>, the more an error weighs against the divergence. The same seed starts here with the weights that it has in the notebooks; later the runs of different processors part, as training amplifies rounding.</p>
</div>`;

const torus = `<div data-live="torus">
<h1>Digits on a torus, trained before your eyes</h1>
<p>The model of the torus chapters with fewer units (784-128-2 angles), on 2,500 generated glyphs. Each dot is an image at its two latent angles; opposite sides of the square are the same line. The divergence's weight rises over the training, so that the images first part and then settle. Move over the square, or press arrow keys on it, to see the image decoded there.</p>
${noScript}
<div class="controls"><label>Posterior <select name="posterior"><option value="paper">the paper’s, Gaussian on the angle</option><option value="wrapped">wrapped, with a uniform prior</option></select></label> ${backendMenu}</div>
<p class="actions">${buttons} <button type="button" name="save" disabled>Save the weights</button></p>
<p class="status" role="status">Not started.</p>
<p class="numbers"></p>
<div class="panels">
<section class="panel"><h2>Encodings</h2>
<canvas class="square" tabindex="0" role="application" aria-label="The torus as a square of two angles, with the encodings of the images. Arrow keys move the place that is decoded."></canvas>
<p class="where" aria-live="polite">θ₁ = 0.40, θ₂ = 0.40</p>
<canvas class="zoom" role="img" aria-label="The image decoded at the chosen place."></canvas>
</section>
<section class="panel"><h2>Decoded images</h2>
<canvas class="images" role="img" aria-label="Images decoded at 12 by 12 places over the square."></canvas>
<canvas class="curve" role="img" aria-label="The total loss over the epochs; the numbers above tell the last value."></canvas>
</section>
</div>
<h2>Your own files</h2>
<p>Give MNIST's files (<code>train-images-idx3-ubyte.gz</code>, with <code>train-labels-idx1-ubyte.gz</code> for the colours), or weights that this page has saved. They stay in this browser. You can also drop them on the page.</p>
<p><label class="file">MNIST or images like it <input type="file" multiple accept=".gz,.ubyte,application/gzip"></label> <label class="file">Weights <input type="file" accept=".weights"></label></p>
<p class="notice" role="status"></p>
</div>`;

/** The pages that train in the browser, and their program. */
export async function livePages(): Promise<{ pages: LivePage[]; files: Record<string, string> }> {
  const page = (path: string, title: string, question: string, body: string): LivePage => ({
    path,
    title,
    question,
    body,
    scripts: [script],
  });
  return {
    pages: [
      page(
        'live/circle.html',
        'A circle forms',
        'How does a latent circle come about, and what does the printed posterior do to it?',
        circle,
      ),
      page(
        'live/torus.html',
        'Digits on a torus',
        'How do digits spread over a torus while it trains?',
        torus,
      ),
    ],
    files: { [script]: await bundle(join(__dirname, '..', 'live', 'main.ts')) },
  };
}
