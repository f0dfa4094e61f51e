import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { fonts, packagedFont, readFont, textWidth } from '../../packages/notebook/font';

describe('the shipped fonts', () => {
  it('hold every sign that the course writes', () => {
    const { regular, math } = fonts();
    for (const sign of 'θ₁₂₃πϕφΦµμσΣλβκτ∆∂∇−×·…–²³±≤≥→ℝ∞√∈°⟨⟩∝') {
      assert.ok(regular.width(sign) ?? math.width(sign), `no font has ${sign}`);
    }
  });

  it('give texts the width that they are drawn with', () => {
    for (const [text, bold] of [
      ['HHHHHHHHHHHHHHHHHHHH', false],
      ['HHHHHHHHHHHHHHHHHHHH', true],
      ['reconstruction loss of nine and more', false],
    ] as const) {
      const { regular, bold: heavy } = fonts();
      const look = `font-size="20" font-family="Source Sans 3" font-weight="${bold ? 600 : 400}"`;
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="50">' +
        `<text y="30" ${look}>${text}</text></svg>`;
      const drawn = new Resvg(svg, {
        font: { loadSystemFonts: false, fontFiles: [regular.file, heavy.file] },
      }).getBBox()!.width;
      const reckoned = textWidth(text, 20, bold);
      assert.ok(Math.abs(reckoned - drawn) < 0.02 * drawn, `${text}: ${reckoned} for ${drawn}`);
    }
  });

  it('are missed by name, with what to do', () => {
    assert.throws(
      () => packagedFont('@expo-google-fonts/none-such', 'x.ttf'),
      /none-such is not installed; run 'npm start'/,
    );
  });

  it('are refused if the file is missing or damaged', () => {
    assert.throws(
      () => readFont('/none/such.ttf'),
      /cannot read the font \/none\/such\.ttf .*reinstall the packages/,
    );
    const file = join(mkdtempSync(join(tmpdir(), 'font-')), 'broken.ttf');
    for (const content of [
      Buffer.alloc(0),
      Buffer.from('no font at all, only words'),
      Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]),
      readFileSync(fonts().regular.file).subarray(0, 2000),
    ]) {
      writeFileSync(file, content);
      assert.throws(() => readFont(file), /cannot read the font .*broken\.ttf .*reinstall the packages/);
    }
  });
});
