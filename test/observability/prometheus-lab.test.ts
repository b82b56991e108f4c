import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Signal, TestTarget } from '../../src/model/telemetry.js';
import type { Window } from '../../src/model/window.js';
import { Asker } from '../../src/observability/asker.js';
import { signalsOf } from '../../src/observability/metrics/signals-of.js';
import { askPrometheus } from '../../src/observability/prometheus.js';
import { HttpConnection } from './http-connection.js';
import { LAB, labRuns, labSeries } from './lab-series.js';
import { missing, type Running, start } from './programs.js';

const RUNS = labRuns();
const without = RUNS.length === 0 ? `no recorded runs in ${LAB}` : missing('prometheus');
if (without !== null) console.warn(`skipped: snapshots served by the real Prometheus: ${without}`);

const target = (window: Window): TestTarget => ({ window, anomalies: [], healthy: [], requests: [] });
const keyOf = (one: Signal): string => JSON.stringify([one.id, one.service, one.instance, Object.entries(one.labels).sort()]);

describe.skipIf(without !== null)('snapshots of recorded runs, served by the real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-prometheus-'));
  let prometheus: Running;

  beforeAll(async () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    for (const run of RUNS) {
      const unpacked = join(folder, run);
      mkdirSync(unpacked);
      execFileSync('tar', ['xzf', join(LAB, run, 'prometheus-snapshot.tar.gz'), '-C', unpacked]);
      for (const block of blocksIn(unpacked)) cpSync(block, join(data, block.split('/').at(-1) as string), { recursive: true });
    }
    writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
    prometheus = await start(
      'prometheus',
      (port) => [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${data}`,
        '--storage.tsdb.retention.time=20y',
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      '/-/ready',
    );
  }, 60_000);

  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(RUNS)('%s: the same signals as from the samples themselves', async (run) => {
    const { series, window } = labSeries(run);
    // The snapshot begins earlier than the samples do: a window whose surroundings both have.
    const test = { start: window.start + 60_000, end: window.end - 20_000 };
    const asker = new Asker(new HttpConnection(prometheus.url));
    const { answer, notices } = await askPrometheus(asker, target(test), {});
    expect(asker.asked.filter((one) => one.status === 'failed')).toEqual([]);
    expect(notices.filter((one) => one.level === 'warning')).toEqual([]);
    const expected = signalsOf(series, window);
    expect(answer.scrapeInterval).toBe(expected.scrapeInterval);
    expect(answer.calls.map((one) => [one.client, one.server, one.from]).sort()).toEqual(
      expected.calls.map((one) => [one.client, one.server, one.from]).sort(),
    );
    const found = new Map(answer.signals.map((one) => [keyOf(one), one]));
    expect([...found.keys()].sort()).toEqual(expected.signals.map(keyOf).sort());
    for (const signal of expected.signals) expect(found.get(keyOf(signal))).toEqual(signal);
  });

  it('reads a long window in steps', async () => {
    const { window } = labSeries(RUNS[0] as string);
    const connection = new HttpConnection(prometheus.url);
    const asker = new Asker(connection);
    const { answer } = await askPrometheus(asker, target({ start: window.end - 3 * 3_600_000, end: window.end }), {});
    expect(asker.asked.filter((one) => one.status === 'failed')).toEqual([]);
    const ranges = connection.sent.filter((one) => one.path.endsWith('query_range')).map((one) => Object.fromEntries(one.params));
    expect(ranges.length).toBeGreaterThan(0);
    for (const { start, end, step } of ranges) expect((Number(end) - Number(start)) / Number(step)).toBeLessThan(1100);
    expect(ranges[0]?.['step']).toBe('12');
    const requests = answer.signals.filter((one) => one.id === 'http-server-requests');
    expect(requests.length).toBeGreaterThan(3);
    for (const one of requests) expect(one.values.filter((value) => value !== null && value > 0.5).length).toBeGreaterThan(8);
  });

  it('shows each kind of signal again by its query', async () => {
    const { series, window } = labSeries(RUNS[0] as string);
    const byId = new Map(signalsOf(series, window).signals.map((one) => [one.id, one]));
    const connection = new HttpConnection(prometheus.url);
    expect(byId.size).toBeGreaterThan(100);
    for (const signal of byId.values()) {
      const last = signal.values.findLastIndex((value) => value !== null);
      const time = String((signal.times[last] as number) / 1000);
      const { status, body } = await connection.send({
        method: 'POST',
        path: '/api/v1/query',
        params: [
          ['query', signal.query],
          ['time', time],
        ],
      });
      const answer = JSON.parse(body) as { data?: { result?: { value: [number, string] }[] } };
      expect([signal.query, status, answer.data?.result?.length]).toEqual([signal.query, 200, 1]);
      const shown = Number(answer.data?.result?.[0]?.value[1]);
      // Rates of Prometheus are taken over four scrapes and extrapolated; what stands as it is must be the very value.
      if (!/rate\(|changes\(|optional|count by/.test(signal.query))
        expect([signal.query, shown]).toEqual([signal.query, signal.values[last]]);
    }
  });
});

/** Folders of blocks: each has a meta.json. */
function blocksIn(folder: string): string[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  return folders.flatMap((one) => {
    const path = join(folder, one.name);
    return existsSync(join(path, 'meta.json')) ? [path] : blocksIn(path);
  });
}
