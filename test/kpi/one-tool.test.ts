import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { type Aggregates, NO_LATENCY } from '../../src/model/aggregates.js';
import type { LoadTool } from '../../src/model/load-tool.js';
import type { AggregateReading } from '../../src/model/reading.js';
import type { AnalyzeInput } from '../../src/model/run-input.js';
import { BASE, jtl, traffic } from './jtl.js';

const TOOL: LoadTool = {
  name: 'JMeter',
  version: '5.6.3',
  users: { max: 7 },
  iterations: null,
  droppedIterations: 3,
  checks: null,
  thresholds: [{ expression: 'p(95)<500', passed: true }],
  scenarios: null,
  metrics: [],
};

/** A file of figures, as a parser of the tool would read it. */
function figures(count: number, { format = 'jmeter-report', more = {} as Partial<Aggregates>, name = 'summary.json' } = {}): AnalyzeInput {
  const reading: AggregateReading = {
    granularity: 'summary',
    format,
    tool: { name: format === 'jmeter-report' ? 'JMeter' : 'k6', version: null },
    rows: () => ({ read: 4, rejected: 0, rejects: [], reasons: {} }),
    aggregates: async () => ({
      only: 'totals over the whole run',
      set: null,
      start: null,
      end: null,
      duration: null,
      overall: {
        label: null,
        count,
        errors: 0,
        throughput: null,
        latency: NO_LATENCY,
        latencyOk: null,
        bytesIn: null,
        bytesOut: null,
        connect: null,
        ttfb: null,
      },
      byLabel: [],
      transactions: [],
      percentiles: null,
      history: null,
      failures: null,
      loadTool: TOOL,
      ...more,
    }),
  };
  return { name, reading };
}

const samples = (seed = 1, from = 0): AnalyzeInput => ({
  name: `${seed}.jtl`,
  bytes: jtl(traffic({ seconds: 20, perSecond: 5, seed, from })),
});

describe('figures beside the single requests that they are made of', () => {
  it.each([
    ['after', [samples(), figures(100)]],
    ['before', [figures(100), samples()]],
  ])('are not counted, and what only they tell is taken over: %s', async (_where, inputs) => {
    const analysis = await analyze(inputs);
    const alone = await analyze([samples()]);
    expect({ ...analysis, input: 0, notices: 0, title: 0, loadTool: 0 }).toEqual({ ...alone, input: 0, notices: 0, title: 0, loadTool: 0 });
    expect(analysis.input.find(({ file }) => file === 'summary.json')).toMatchObject({
      granularity: 'summary',
      rows: { read: 4, counted: 0, excluded: 4, rejected: 0, excludedBy: { overlap: 4 } },
      totals: { count: 0 },
    });
    expect(analysis.loadTool).toMatchObject({ droppedIterations: 3, thresholds: [{ passed: true }] });
    expect(analysis.notices).toMatchObject([
      {
        id: 'figures-beside',
        level: 'info',
        file: 'summary.json',
        what: expect.stringContaining('It counts 100 requests, and there are as many'),
      },
    ]);
  });

  it('that count other requests are told of', async () => {
    const { notices, kpis } = await analyze([samples(), figures(107)]);
    expect(kpis.overall.count).toBe(100);
    expect(notices).toMatchObject([
      { id: 'figures-differ', level: 'warning', what: expect.stringContaining('It counts 107 requests, but there are 100 single ones') },
    ]);
  });

  it('are compared with all requests, whatever is chosen of them', async () => {
    const { notices } = await analyze([samples(), figures(100)], { from: { at: BASE + 5000 }, exclude: ['page 1'] });
    expect(notices.map(({ id }) => id)).toEqual(['figures-beside']);
  });

  it('of several injectors are compared together', async () => {
    const { notices } = await analyze([samples(1), samples(2), figures(100), figures(100, { name: 'second.json' })]);
    expect(notices.map(({ id, file }) => [id, file])).toEqual([
      ['figures-beside', 'summary.json'],
      ['figures-beside', 'second.json'],
    ]);
  });

  it('of another time are refused, unless wanted', async () => {
    const late = () => figures(100, { more: { start: BASE + 3_600_000, end: BASE + 3_700_000 } });
    await expect(analyze([samples(), late()])).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^summary\.json is of another run/),
    });
    expect((await analyze([samples(), late()], { merge: true })).kpis.overall.count).toBe(100);
    const near = figures(100, { more: { start: BASE - 1000, end: BASE + 21_000 } });
    expect((await analyze([samples(), near])).kpis.overall.count).toBe(100);
  });

  it('of another tool are refused, wanted or not: they cannot be added to requests', async () => {
    for (const merge of [false, true]) {
      for (const inputs of [
        [samples(), figures(100, { format: 'k6-summary' })],
        [figures(100, { format: 'k6-summary' }), samples()],
      ]) {
        await expect(analyze(inputs, { merge })).rejects.toMatchObject({
          code: 'usage',
          message: expect.stringContaining('the figures in summary.json cannot be added to the single requests in 1.jtl'),
        });
      }
    }
  });
});

it('files of figures of two tools are refused', async () => {
  await expect(analyze([figures(100), figures(50, { format: 'k6-summary', name: 'k6.json' })])).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('summary.json is of JMeter and k6.json of k6'),
  });
});

it('an option that is misread is refused', async () => {
  await expect(analyze([samples()], { merge: 'yes' as unknown as boolean })).rejects.toMatchObject({
    code: 'usage',
    message: 'The option merge is not true or false.',
  });
});
