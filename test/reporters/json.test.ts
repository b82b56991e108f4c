import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { json } from '../../src/reporters/json.js';
import { exampleAnalysis } from './example-analysis.js';
import { fullAnalysis, HOSTILE, hostileAnalysis, SPARSE } from './variants.js';

const render = (analysis: Analysis = exampleAnalysis()): string => json.render(analysis) as string;

/** The same value, with the keys of every object in the opposite order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  ) as T;
}

describe('the JSON output', () => {
  it('holds the analysis, whole and unchanged', () => {
    for (const analysis of [exampleAnalysis(), fullAnalysis(), ...Object.values(SPARSE).map((make) => make())]) {
      expect(JSON.parse(render(analysis))).toEqual(analysis);
    }
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))('holds %s unchanged, in safe characters', (_, text) => {
    const analysis = text.length < 10_000 ? hostileAnalysis(text) : { ...exampleAnalysis(), title: text };
    const output = render(analysis);
    expect(JSON.parse(output)).toEqual(JSON.parse(JSON.stringify(analysis)));
    expect(output).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]/u,
    );
    expect(Buffer.from(output, 'utf8').toString('utf8')).toBe(output);
  });

  it('writes the same bytes however the value was built', () => {
    expect(render(reversed(fullAnalysis()))).toBe(render(fullAnalysis()));
  });

  it('writes keys in the order of the types', () => {
    expect(Object.keys(JSON.parse(render(reversed(exampleAnalysis()))))).toEqual(Object.keys(exampleAnalysis()));
    expect(Object.keys(JSON.parse(render(reversed(exampleAnalysis()))).errors.groups[0].exemplar).slice(0, 4)).toEqual([
      'file',
      'line',
      'timestamp',
      'latency',
    ]);
  });

  it('takes one line a step of time and a label', () => {
    const lines = render().split('\n');
    expect(lines.filter((line) => /^ {6}\{"start":\d+,"count":\d+/.test(line))).toHaveLength(60);
    expect(lines.filter((line) => /^ {6}\{"label":"[^"]+","count":\d+/.test(line)).length).toBeGreaterThanOrEqual(12);
  });

  it('ends with a line feed', () => {
    expect(render()).toMatch(/\}\n$/);
  });
});
