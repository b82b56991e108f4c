/*
 * Colours by what they are for. Hues of data are those of Okabe and Ito (2008, "Color Universal Design"), made darker on light ground and
 * lighter on dark ground until text and thin lines stand out (WCAG 2.2: 4.5 to 1 for text, 3 to 1 for lines). That they stay apart for
 * people of all kinds of colour vision is computed in the tests; lines differ by their dashes too.
 */

/** What a mark is for. */
export type Role =
  | 'paper'
  | 'text'
  | 'muted'
  | 'grid'
  | 'axis'
  | 'low'
  | 'middle'
  | 'high'
  | 'failed'
  | 'rate'
  | 'cell'
  | 'finding'
  | 'found'
  | 'phase';

const COLOURS: Readonly<Record<Role, readonly [light: string, dark: string]>> = {
  paper: ['#ffffff', '#0d1117'],
  text: ['#1f2328', '#e6edf3'],
  muted: ['#57606a', '#9198a1'],
  grid: ['#e4e8ec', '#262c34'],
  axis: ['#8c959f', '#6e7681'],
  low: ['#0072b2', '#56b4e9'],
  middle: ['#b36b00', '#e69f00'],
  high: ['#7d1d5c', '#e0569f'],
  failed: ['#c23b00', '#ff7b3d'],
  rate: ['#00785a', '#2fc99c'],
  cell: ['#0072b2', '#56b4e9'],
  finding: ['#d55e00', '#ff8f45'],
  found: ['#a84a00', '#ff8f45'],
  phase: ['#8c959f', '#6e7681'],
};

/** Attributes that give marks their colours. */
export interface Ink {
  /** Attribute for what is filled. */
  fill(role: Role): string;
  /** Attribute for what is drawn as a line. */
  stroke(role: Role): string;
  /** What must stand in the drawing for these to work. */
  style: string;
}

/** Colours as attributes, for paper. */
export const LIGHT: Ink = {
  fill: (role) => `fill="${COLOURS[role][0]}"`,
  stroke: (role) => `stroke="${COLOURS[role][0]}"`,
  style: '',
};

const roles = Object.keys(COLOURS) as Role[];
const rules = (which: 0 | 1): string =>
  roles.map((role) => `.f-${role}{fill:${COLOURS[role][which]}}.s-${role}{stroke:${COLOURS[role][which]}}`).join('');

/** Colours by a style sheet that follows the scheme of whoever looks. */
export const AUTO: Ink = {
  fill: (role) => `class="f-${role}"`,
  stroke: (role) => `class="s-${role}"`,
  style: `<style>${rules(0)}@media(prefers-color-scheme:dark){${rules(1)}}</style>`,
};
