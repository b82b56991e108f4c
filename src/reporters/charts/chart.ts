/** A chart as it goes into a report: SVG 1.1, no script, no reference to anything outside. */
export interface DrawnChart {
  /** Stable id, such as `percentiles`. */
  id: string;
  /** What it shows, in a few words. */
  title: string;
  /** What it shows, for those who cannot see it. */
  alt: string;
  /** The drawing. */
  svg: string;
  /** Its size, px. */
  width: number;
  height: number;
}

/** How charts are drawn. */
export interface ChartOptions {
  /** `light`: dark lines on light paper, attributes only (print, PDF). `auto`: a style sheet that follows the reader's light or dark scheme. */
  scheme: 'auto' | 'light';
}

/** Where the drawings of a report go that can refer to files: into files beside it, into itself, or nowhere. */
export type ChartMode = 'files' | 'embed' | 'none';

/** All of them, the usual one first. */
export const CHART_MODES: readonly ChartMode[] = ['files', 'embed', 'none'];
