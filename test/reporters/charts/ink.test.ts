import { describe, expect, it } from 'vitest';
import { AUTO, LIGHT } from '../../../src/reporters/charts/ink.js';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/**
 * What people see who lack one kind of cone, in linear RGB: Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for
 * Simulation of Color Vision Deficiency", IEEE TVCG 15(6), table 1, severity 1.0.
 */
const VISION: Readonly<Record<string, Matrix>> = {
  full: [
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
};

/** Marks that stand in one drawing and are told apart by colour. */
const TOGETHER = [
  ['low', 'middle'],
  ['middle', 'high'],
  ['low', 'high'],
  ['low', 'failed'],
  ['rate', 'failed'],
  ['rate', 'finding'],
] as const;

function linear(hex: string): Rgb {
  const channel = (at: number): number => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const times = (matrix: Matrix, [r, g, b]: Rgb): Rgb => matrix.map(([x, y, z]) => x * r + y * g + z * b) as unknown as Rgb;

/** Relative luminance (WCAG 2.2). */
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** CIE 1976 L*a*b* for D65. */
function lab(rgb: Rgb): Rgb {
  const xyz = times(
    [
      [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
    ],
    rgb.map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb,
  );
  const [x, y, z] = xyz.map((t) => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116)) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Difference of two colours as someone sees them. About 2.3 is just noticeable. */
function difference(a: string, b: string, vision: Matrix): number {
  const [p, q] = [lab(times(vision, linear(a))), lab(times(vision, linear(b)))];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/** Colours of a scheme by role, out of the style sheet that a drawing carries. */
function coloursOf(scheme: 'light' | 'dark'): Map<string, string> {
  const sheets = AUTO.style.split('@media');
  return new Map(
    [...(sheets[scheme === 'light' ? 0 : 1] as string).matchAll(/\.f-(\w+)\{fill:(#\w{6})\}/g)].map(([, role, hex]) => [
      role as string,
      hex as string,
    ]),
  );
}

describe.each(['light', 'dark'] as const)('colours on %s ground', (scheme) => {
  const colours = coloursOf(scheme);
  const of = (role: string): string => colours.get(role) as string;
  // Grounds of GitHub, GitLab, VS Code and paper.
  const grounds = scheme === 'light' ? ['#ffffff', '#f6f8fa'] : ['#0d1117', '#1e1e1e', '#18171d'];

  it.each(['text', 'muted', 'found'])('let text stand out: %s', (role) => {
    for (const ground of grounds) expect(contrast(of(role), ground), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['low', 'middle', 'high', 'failed', 'rate', 'cell', 'finding'])('let marks stand out: %s', (role) => {
    for (const ground of grounds) expect(contrast(of(role), ground), `on ${ground}`).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(VISION))('stay apart in %s', (vision) => {
    for (const [a, b] of TOGETHER) expect(difference(of(a), of(b), VISION[vision] as Matrix), `${a} and ${b}`).toBeGreaterThan(20);
  });

  it('are what the drawings for paper have', () => {
    if (scheme === 'light') for (const [role, hex] of colours) expect(LIGHT.fill(role as never)).toBe(`fill="${hex}"`);
    expect(colours.size).toBe(14);
  });
});
