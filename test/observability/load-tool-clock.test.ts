import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyze, type Backends, type Connection } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { Recorder } from '../../src/backends/recording.js';
import { openRecording } from '../../src/backends/replay.js';
import type { Analysis } from '../../src/model/analysis.js';
import { type ClockEstimate, estimateClock, matters } from '../../src/observability/clock-estimate.js';
import { toldClock } from '../../src/observability/load-tool-clock.js';
import { labRun, labTelemetry } from '../diagnoses/lab-run.js';
import { span, trace } from '../diagnoses/trace-fixture.js';
import { type FakeLoki, startFakeLoki } from './fake-loki/server.js';
import { FakeTempo } from './fake-tempo/fake-tempo.js';
import { storeOfFile } from './fake-tempo/span-store.js';
import { labEntries } from './lab-logs.js';
import { LAB, labRuns } from './lab-series.js';

/* Recorded runs, as they are and with the load tool's stamps moved, against backends on their own clock. */

const RUNS = ['db-lock', 'slow-dependency-jmeter', 'healthy-steady'].filter((run) => labRuns().includes(run));
if (RUNS.length === 0) console.warn(`skipped: clocks of recorded runs: no recorded runs in ${LAB}`);

/** Results of a run with all stamps moved, ms. */
function results(run: string, by: number): { name: string; bytes: Uint8Array } {
  const isK6 = !run.endsWith('jmeter');
  const name = isK6 ? 'k6.json' : 'results.jtl';
  const text = gunzipSync(readFileSync(join(LAB, run, `${name}.gz`))).toString();
  const moved = isK6
    ? text.replace(/"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)"/g, (_, second, fraction = '', zone) => {
        const at = new Date(Date.parse(`${second}${zone}`) + by).toISOString().slice(0, 19);
        return `"time":"${at}${fraction}Z"`;
      })
    : text.replace(/^\d{13}/gm, (stamp) => String(Number(stamp) + by));
  return { name, bytes: new TextEncoder().encode(moved) };
}

const clockOf = ({ sources }: Analysis) => sources.find(({ backend }) => backend === 'tempo')?.loadToolClock;
const noticesOf = ({ notices }: Analysis) => notices.filter(({ id }) => id === 'clock-offset');
const causesOf = ({ rootCauses }: Analysis) => rootCauses.map(({ cause, service }) => `${cause}@${service}`);

describe.skipIf(labRuns().length === 0)('recorded runs, from all traces of their requests', { timeout: 60_000 }, () => {
  test.each(labRuns())('%s: no offset that matters', async (name) => {
    const run = await labRun(name);
    const { traces } = labTelemetry(run, { metrics: false, logs: false, traces: true });
    const found = estimateClock(traces?.traces ?? []);
    expect(found?.traces).toBeGreaterThan(100);
    expect(Math.abs(found?.offset ?? Number.NaN)).toBeLessThan(50);
    expect(matters(found as ClockEstimate)).toBe(false);
  });
});

test('too few traces at first, and enough in the end: told, and what to do', () => {
  const traces = Array.from({ length: 20 }, (_, i) => {
    const at = 1_800_000_000_000 + i * 1000;
    return trace(String(i), at + 30_001, [span('1', null, 'edge', 'server', 0, 50)], { timestamp: at, latency: 52 });
  });
  const { clock, notices } = toldClock(traces, 0, false);
  expect(clock).toEqual({ offset: 30_000, low: 30_000 - 1, high: 30_001, traces: 20, reckonedWith: 0 });
  expect(notices).toEqual([
    {
      id: 'clock-offset',
      level: 'warning',
      file: null,
      what: "The load tool's clock is ≈ 30.0 s behind that of the traced services (from 20 traces, 30.0 to 30.0 s). But 0.00 s was reckoned with.",
      why: expect.any(String),
      todo: 'Run again with --clock-offset 30s, and set both clocks by NTP.',
    },
  ]);
  expect(toldClock(traces.slice(0, 5), 0, false)).toEqual({ clock: null, notices: [] });
});

describe.skipIf(RUNS.length === 0).each(RUNS)('%s', (run) => {
  let tempo: FakeTempo;
  let loki: FakeLoki;
  let plain: Analysis;
  const ask = (by: number, more: Partial<Backends> = {}) => {
    const to = (url: string) => ({ connection: httpConnection({ url }), scope: {} });
    return analyze([results(run, by)], { backends: { loki: to(loki.url), tempo: to(tempo.url), ...more } });
  };
  beforeAll(async () => {
    tempo = await FakeTempo.start(storeOfFile(join(LAB, run, 'traces.ndjson.gz')));
    loki = await startFakeLoki(labEntries(run));
    plain = await ask(0);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([tempo.stop(), loki.close()]);
  });

  test('as recorded: the clocks are the same, and nobody speaks of them', () => {
    const clock = clockOf(plain);
    console.log(`${run}: ${JSON.stringify(clock)}`);
    expect(Math.abs(clock?.offset ?? Number.NaN)).toBeLessThan(50);
    expect(clock?.reckonedWith).toBe(0);
    expect(noticesOf(plain)).toEqual([]);
  });

  test.each([30_000, -30_000])('stamps moved by %i ms: told, reckoned with, and the same is found', { timeout: 60_000 }, async (by) => {
    const analysis = await ask(by);
    const clock = clockOf(analysis);
    expect(Math.abs((clock?.offset ?? Number.NaN) + by)).toBeLessThan(50);
    expect(clock?.reckonedWith).toBe(Math.round(clock?.reckonedWith ?? 0));
    expect(Math.abs((clock?.reckonedWith ?? 0) + by)).toBeLessThan(50);
    const [notice, ...rest] = noticesOf(analysis);
    expect(rest).toEqual([]);
    expect(notice).toMatchObject({ level: 'warning', what: expect.stringMatching(/reckoned with: backends/) });
    expect(notice?.what).toMatch(by > 0 ? /30\.0 s ahead of that of the traced services \(from \d+ traces/ : /30\.0 s behind that/);
    expect(causesOf(analysis)).toEqual(causesOf(plain));
    // All times are on the load tool's clock, and so have moved with it.
    const window = (one: Analysis) => one.evidence.find(({ source }) => source === 'loki' || source === 'tempo')?.window?.start ?? 0;
    if (causesOf(plain).length > 0) expect(Math.abs(window(analysis) - window(plain) - by)).toBeLessThan(100);
    const chain = (one: Analysis) =>
      one.rootCauses.flatMap((cause) =>
        cause.chain.map(({ at }) => (at === null ? null : Math.round((at - (one.window.start as number)) / 1000))),
      );
    expect(chain(analysis)).toEqual(chain(plain));
  });

  test('a recording is replayed byte for byte: the same offset is found', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heimr-clock-'));
    try {
      const recorder = await Recorder.open(folder);
      const to = (name: 'loki' | 'tempo', url: string) => ({ connection: recorder.record(name, httpConnection({ url })), scope: {} });
      const live = await ask(-30_000, { loki: to('loki', loki.url), tempo: to('tempo', tempo.url) });
      await recorder.write({ scopes: { loki: {}, tempo: {} }, clockOffset: null });
      const { connections } = await openRecording(folder);
      const again = (name: 'loki' | 'tempo') => ({ connection: connections[name] as Connection, scope: {} });
      const replayed = await ask(-30_000, { loki: again('loki'), tempo: again('tempo') });
      expect(JSON.stringify(replayed)).toBe(JSON.stringify(live));
      expect(clockOf(live)?.reckonedWith).toBeGreaterThan(29_900);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('an offset that the user gave is taken, also a wrong one, which is told', { timeout: 60_000 }, async () => {
    const right = await ask(30_000, { clockOffset: -30_000 });
    expect(noticesOf(right)).toEqual([]);
    expect(clockOf(right)?.reckonedWith).toBe(-30_000);
    expect(causesOf(right)).toEqual(causesOf(plain));
    const wrong = await ask(0, { clockOffset: 20_000 });
    expect(clockOf(wrong)?.reckonedWith).toBe(20_000);
    expect(Math.abs(clockOf(wrong)?.offset ?? Number.NaN)).toBeLessThan(50);
    expect(noticesOf(wrong)[0]).toMatchObject({
      what: expect.stringMatching(/--clock-offset said 20\.0 s/),
      todo: expect.stringMatching(/^Run again with --clock-offset -?0s/),
    });
  });
});
