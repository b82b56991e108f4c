import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { LabelFilter } from '../../src/kpi/label-filter.js';
import { labelTemplate } from '../../src/kpi/label-template.js';
import { analyzeRows, jtl, type Row } from './jtl.js';

describe('templates', () => {
  it.each([
    ['/api/orders/12345/items/7', '/api/orders/{n}/items/{n}'],
    ['/u/3F2504E0-4F89-11D3-9A0C-0305E82C3301', '/u/{id}'],
    ['/c/deadbeef01', '/c/{id}'],
    ['/decade/facade', '/decade/facade'],
    ['/s?q=shoes&page=3#top', '/s?q={v}&page={v}#top'],
    ['GET /x', 'GET /x'],
    ['', ''],
  ])('%s becomes %s', (label, template) => {
    expect(labelTemplate(label)).toBe(template);
    expect(labelTemplate(template)).toBe(template);
  });
});

describe('label filter', () => {
  it.each([
    ['*', 'anything\nat all', true],
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-c-b', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a.c', 'abc', false],
    ['(x)', '(x)', true],
    ['', '', true],
    ['**x**', 'axb', true],
  ])('%s on %j: %s', (pattern, label, expected) => {
    expect(new LabelFilter([pattern], []).keeps(label)).toBe(expected);
    expect(new LabelFilter([], [pattern]).keeps(label)).toBe(!expected);
  });

  it('takes no exponential time', () => {
    const filter = new LabelFilter([`${'a*'.repeat(30)}b`], []);
    expect(filter.keeps('a'.repeat(50_000))).toBe(false);
  });
});

function withLabels(labels: number, from = 0): Row[] {
  return Array.from({ length: labels * 2 }, (_, i) => ({
    at: i * 5,
    ms: 10 + (i % 400),
    label: `GET /item/${from + (i % labels)}/${i % 2 ? 'view' : 'edit'}`,
    ok: i % 7 !== 0,
    thread: `T ${i}`,
  }));
}

describe('too many labels', () => {
  it('are left alone up to 500', async () => {
    const analysis = await analyzeRows(Array.from({ length: 500 }, (_, i) => ({ at: i, ms: 5, label: `l${i}`, thread: `T ${i}` })));
    expect(analysis.kpis.byLabel).toHaveLength(500);
    expect(analysis.settings.labels).toEqual({ distinct: 500, reported: 500 });
    expect(analysis.notices).toEqual([]);
  });

  it.each([501, 1500, 5001])('are folded by template: %d', async (labels) => {
    const rows = withLabels(labels);
    const analysis = await analyzeRows(rows);
    expect(analysis.kpis.byLabel.map((l) => l.label)).toEqual(['GET /item/{n}/edit', 'GET /item/{n}/view']);
    const edits = rows.filter((row) => row.label?.endsWith('edit'));
    expect(analysis.kpis.byLabel[0]).toMatchObject({ count: edits.length, errors: edits.filter((row) => row.ok === false).length });
    expect(analysis.kpis.byLabel[0]?.latency.mean).toBeCloseTo(edits.reduce((sum, row) => sum + row.ms, 0) / edits.length, 9);
    expect(analysis.settings.labels.reported).toBe(2);
    expect(analysis.settings.labels.distinct).toBe(new Set(rows.map((row) => row.label)).size);
    expect(analysis.notices.map((n) => n.id)).toEqual(['labels-folded']);
    expect(analysis.errors.groups[0]?.labels.map((l) => l.label).sort()).toEqual(['GET /item/{n}/edit', 'GET /item/{n}/view']);
    // An exemplar is a real request, so it keeps its real label.
    expect(analysis.errors.groups[0]?.exemplar?.label).toMatch(/^GET \/item\/\d+\/(edit|view)$/);
  });

  it('are those of counted requests only: not of sub-results, transactions and what is left out', async () => {
    const page = (i: number): Row[] => [
      { at: i * 100, ms: 50, label: `page ${i}` },
      { at: i * 100, ms: 20, label: `page ${i}-0` },
      { at: i * 100 + 20, ms: 20, label: `page ${i}-1` },
      { at: i * 100, ms: 50, label: `buy ${i}`, message: 'Number of samples in transaction : 1, number of failing samples : 0' },
    ];
    const analysis = await analyzeRows(Array.from({ length: 200 }, (_, i) => page(i)).flat());
    expect(analysis.kpis.byLabel).toHaveLength(200);
    expect(analysis.transactions).toHaveLength(200);
    expect(analysis.settings.labels).toEqual({ distinct: 200, reported: 200 });
    expect(analysis.input[0]?.rows.excludedBy).toMatchObject({ transaction: 200, subResult: 400 });
    const early = await analyzeRows(
      Array.from({ length: 800 }, (_, i) => ({ at: i * 100, ms: 5, label: `l${i}`, thread: `T ${i}` })),
      { to: { after: 20_000 } },
    );
    expect(early.kpis.byLabel).toHaveLength(200);
  });

  it('are folded alike whether they come in one file or in several', async () => {
    const a = withLabels(2500);
    const b = withLabels(300, 10_000);
    const whole = await analyze([{ name: 'whole.jtl', bytes: jtl([...a, ...b]) }]);
    const split = await analyze([
      { name: 'b.jtl', bytes: jtl(b) },
      { name: 'a.jtl', bytes: jtl(a) },
    ]);
    expect(split.kpis.byLabel.map((l) => [l.label, l.count, l.errors, l.latency.p95, l.latency.max])).toEqual(
      whole.kpis.byLabel.map((l) => [l.label, l.count, l.errors, l.latency.p95, l.latency.max]),
    );
  });

  it('of transactions are folded too, whatever files they come from', async () => {
    const group = (from: number, count: number): Row[] =>
      Array.from({ length: count }, (_, i) => [
        { at: i * 100, ms: 50, label: 'home', thread: `T ${i}` },
        {
          at: i * 100,
          ms: 60,
          label: `buy ${from + i}`,
          message: 'Number of samples in transaction : 1, number of failing samples : 0',
          thread: `T ${i}`,
        },
      ]).flat();
    const split = await analyze([
      { name: 'a.jtl', bytes: jtl(group(0, 1500)) },
      { name: 'b.jtl', bytes: jtl(group(5000, 1500)) },
    ]);
    expect(split.transactions.map(({ label, count, latency }) => [label, count, latency.mean])).toEqual([['buy {n}', 3000, 60]]);
  });

  it('become one rest where even templates are too many', async () => {
    const word = (i: number): string => [...String(i)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const analysis = await analyzeRows(Array.from({ length: 6000 }, (_, i) => ({ at: i, ms: 5, label: `page ${word(i)}` })));
    const rest = analysis.kpis.byLabel.find((l) => l.label === '(other labels)');
    expect(rest?.count).toBeGreaterThan(3000);
    expect(analysis.kpis.byLabel.reduce((sum, l) => sum + l.count, 0)).toBe(6000);
  });
});
