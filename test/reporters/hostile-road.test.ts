import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';
import { loadTypesetter } from '../../src/node.js';
import { reporters } from '../../src/reporters/catalog.js';
import { chartsOf } from '../../src/reporters/charts/catalog.js';
import { analyzeRows, BASE } from '../kpi/jtl.js';
import { commentFaults } from './comment-faults.js';
import { faults } from './markdown-faults.js';
import { HOSTILE } from './variants.js';

/*
 * Hostile labels and messages through the whole road: a file that holds them is read, counted, judged and rendered by every output. What each
 * reporter escapes is tested beside it; here nothing may get past by a way that no reporter's own test takes.
 */

/** What an output may never hold, whatever it is for: control characters but line feeds, marks of direction, invisible ones, half characters. */
const HIDDEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/u;

/** What JSON escapes. */
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]/u;

const named = HOSTILE.filter((text) => text.trim() !== '');

/** The same hostile names in a JTL and in points of k6: failures in half of the rows, in a run that is long enough to be judged. */
async function runs(): Promise<[string, Analysis][]> {
  const rows = Array.from({ length: named.length * 12 }, (_, i) => {
    const text = (named[i % named.length] as string).slice(0, 20_000);
    return {
      at: i * 300,
      ms: 20 + (i % 50),
      label: text,
      ok: i % 4 !== 0,
      code: text.slice(0, 200),
      message: text,
      failure: text,
      thread: text,
    };
  });
  const points = rows.flatMap(({ at, ms, label, ok, message }) => {
    const time = new Date(BASE + at).toISOString();
    const tags = {
      name: label,
      url: label,
      status: ok ? '200' : '500',
      error: ok ? undefined : message,
      scenario: label,
      group: `::${label}`,
    };
    const point = (metric: string, value: number): string => JSON.stringify({ metric, type: 'Point', data: { time, value, tags } });
    return [point('http_reqs', 1), point('http_req_duration', ms), point('http_req_failed', ok ? 0 : 1), point(label || 'x', 1)];
  });
  const k6 = { name: '<script>\u001b[31m|`.json', bytes: new TextEncoder().encode(`${points.join('\n')}\n`) };
  const options = {
    title: named.join(' ').slice(0, 5000),
    tags: named.slice(0, 20).map((value) => ({ name: value, value })),
    gate: { fail: ['p95 > 1ms'] },
  };
  return [
    ['JMeter', await analyzeRows(rows, options)],
    ['k6', await analyze([k6], options)],
  ];
}

function isXml(text: string): boolean {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  return true;
}

describe.each(await runs())('hostile names in results of %s', (_, analysis) => {
  it('were read', () => {
    expect(analysis.kpis.byLabel.length).toBeGreaterThan(40);
    expect(analysis.kpis.overall.errors).toBeGreaterThan(100);
    expect(analysis.findings.length).toBeGreaterThan(0);
    expect(analysis.gate?.passed).toBe(false);
  });

  it.each(reporters.map((reporter) => [reporter.id, reporter] as const))('come out of %s as text', async (id, reporter) => {
    const options = reporter.needs === 'typesetter' ? { typesetter: await loadTypesetter() } : { charts: { folder: 'charts' } };
    const output = reporter.render(analysis, options);
    if (typeof output !== 'string') {
      expect(Buffer.from(output.subarray(0, 5)).toString()).toBe('%PDF-');
      expect(output.length).toBeLessThan(5_000_000);
      return;
    }
    // JSON holds texts as they are; what steers a terminal is escaped.
    expect((id === 'json' ? STEERING : HIDDEN).exec(output)?.[0], id).toBeUndefined();
    expect(output.length, id).toBeLessThan(8_000_000);
    if (id === 'json') expect(JSON.parse(output)).toEqual(JSON.parse(JSON.stringify(analysis)));
    if (id === 'junit') expect(isXml(output)).toBe(true);
    if (id === 'markdown') expect(faults(reporter.render(analysis) as string)).toEqual([]);
    if (id === 'comment') expect(commentFaults(output)).toEqual([]);
    // No line that a runner takes for an order, and of those that are meant as such nothing but annotations.
    if (id === 'terminal') expect(output).not.toMatch(/^\s*::|##[\w.-]*\[/m);
    if (id === 'github') expect(output).toMatch(/^(?:::(?:error|warning) title=Heimr%3A [^\n:,]*::[^\n]*\n)+$/);
  });

  it('come out of drawings as text', () => {
    for (const scheme of ['auto', 'light'] as const) {
      for (const { svg, id } of chartsOf(analysis, { scheme })) {
        expect(isXml(svg), id).toBe(true);
        expect(HIDDEN.exec(svg)?.[0], id).toBeUndefined();
        expect(svg, id).not.toMatch(/<(?:script|img|foreignObject|a )|href|url\(/);
      }
    }
  });
});
