// Colour science for the tests: deficient vision and the difference of colours.

type Triple = [number, number, number];

const linear = (hex: string): Triple =>
  [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;

/**
 * Complete deficiency: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A physiologically-based model
 * (2009), table for severity 1.
 */
export const vision: Record<string, readonly Triple[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  // Not a deficiency of the eye but of the printer: luminance alone.
  grey: [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
};

/** Contrast of two colours (WCAG 2.2, definition of contrast ratio). */
export function contrast(a: string, b: string): number {
  const [low, high] = [a, b]
    .map((hex) => {
      const [r, g, blue] = linear(hex);
      return 0.2126 * r + 0.7152 * g + 0.0722 * blue + 0.05;
    })
    .sort((x, y) => x - y);
  return high / low;
}

/** CIE L*a*b* (white D65) of an sRGB colour as it is seen. */
export function lab(hex: string, seen = 'normal'): Triple {
  const rgb = linear(hex);
  const [r, g, b] = vision[seen].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, m, i) => sum + m * rgb[i], 0),
      ),
    ),
  );
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIEDE2000 (G. Sharma, W. Wu, E. N. Dalal, 2005, equations 2 to 22). */
export function difference([L1, a1, b1]: Triple, [L2, a2, b2]: Triple): number {
  const radians = Math.PI / 180;
  const seventh = (c: number) => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const G = 0.5 * (1 - seventh((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2));
  const polar = (a: number, b: number) => {
    const chroma = Math.hypot((1 + G) * a, b);
    return [chroma, chroma === 0 ? 0 : (Math.atan2(b, (1 + G) * a) / radians + 360) % 360];
  };
  const [C1, h1] = polar(a1, b1);
  const [C2, h2] = polar(a2, b2);
  const isGrey = C1 * C2 === 0;
  let turn = h2 - h1;
  if (Math.abs(turn) > 180) turn -= 360 * Math.sign(turn);
  const dH = isGrey ? 0 : 2 * Math.sqrt(C1 * C2) * Math.sin((turn / 2) * radians);
  const L = (L1 + L2) / 2;
  const C = (C1 + C2) / 2;
  let h = h1 + h2;
  if (!isGrey) h = Math.abs(h1 - h2) <= 180 ? h / 2 : (h + (h < 360 ? 360 : -360)) / 2;
  const cosine = (factor: number, offset: number) => Math.cos((factor * h + offset) * radians);
  const T = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.2 * cosine(4, -63);
  const rotation = -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * radians) * 2 * seventh(C);
  const l = (L2 - L1) / (1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2));
  const c = (C2 - C1) / (1 + 0.045 * C);
  const hue = dH / (1 + 0.015 * C * T);
  return Math.sqrt(l ** 2 + c ** 2 + hue ** 2 + rotation * c * hue);
}
