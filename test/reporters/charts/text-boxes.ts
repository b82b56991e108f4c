import { SaxesParser } from 'saxes';
import { expect } from 'vitest';
import type { DrawnChart } from '../../../src/reporters/charts/chart.js';
import { textWidth } from '../../../src/reporters/charts/text-width.js';

/** Where a text lies, px. */
export interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where the texts of a drawing lie. @throws where it is no XML */
export function boxesOf({ svg }: DrawnChart): Box[] {
  const boxes: Box[] = [];
  let open: Record<string, string> | null = null;
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'text') return;
    open = attributes as Record<string, string>;
    text = '';
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', ({ name }) => {
    if (name !== 'text' || open === null) return;
    const [x, y, size] = [open.x, open.y, open['font-size']].map(Number) as [number, number, number];
    const width = textWidth(text, size);
    const left = open['text-anchor'] === 'end' ? x - width : open['text-anchor'] === 'middle' ? x - width / 2 : x;
    boxes.push({ text, left, right: left + width, top: y - 0.8 * size, bottom: y + 0.2 * size });
    open = null;
  });
  parser.write(svg).close();
  return boxes;
}

/** Every text lies within the drawing, and none on another. */
export function expectReadable(chart: DrawnChart): void {
  const boxes = boxesOf(chart);
  for (const box of boxes) {
    expect(box.left, `${chart.id}: ${box.text}`).toBeGreaterThanOrEqual(0);
    expect(box.right, `${chart.id}: ${box.text}`).toBeLessThanOrEqual(chart.width);
    expect(box.top, `${chart.id}: ${box.text}`).toBeGreaterThanOrEqual(0);
    expect(box.bottom, `${chart.id}: ${box.text}`).toBeLessThanOrEqual(chart.height);
  }
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      const apart = a.right <= b.left + 0.1 || b.right <= a.left + 0.1 || a.bottom <= b.top + 0.1 || b.bottom <= a.top + 0.1;
      expect(apart, `${chart.id}: "${a.text}" lies on "${b.text}"`).toBe(true);
    }
  });
}
