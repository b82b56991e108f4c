/** A chart as it goes into a report: SVG 1.1 with attributes only, no script, no style sheet, no reference to anything outside. */
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
  /** Dark lines on light paper. */
  scheme: 'light';
}
