import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricsAnswer, Signal } from '../../src/model/telemetry.js';
import type { Window } from '../../src/model/window.js';
import { Asker } from '../../src/observability/asker.js';
import { askPrometheus } from '../../src/observability/prometheus.js';
import { median } from '../../src/stats/robust.js';
import { HttpConnection } from './http-connection.js';
import { InstrumentedApp, load } from './instrumented-app.js';
import { missing, type Running, start } from './programs.js';

const without = missing('prometheus') ?? missing('prometheus-node-exporter');
if (without !== null) console.warn(`skipped: a live app, its host and the real Prometheus: ${without}`);

/** Length of each part: before, healthy, with the fault; ms. */
const PART = 7_000;

describe.skipIf(without !== null)('a live app and its host, scraped every second by the real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-live-'));
  const app = new InstrumentedApp();
  const running: Running[] = [];
  let healthy: MetricsAnswer;
  let faulty: MetricsAnswer;
  let parts: [Window, Window, Window];

  beforeAll(async () => {
    const port = await app.listen();
    const exporter = await start('prometheus-node-exporter', (own) => [`--web.listen-address=127.0.0.1:${own}`], '/metrics');
    running.push(exporter);
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        { job_name: 'storefront', static_configs: [{ targets: [`127.0.0.1:${port}`] }] },
        { job_name: 'hosts', static_configs: [{ targets: [new URL(exporter.url).host] }] },
      ],
    };
    // JSON is YAML too.
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
    const prometheus = await start(
      'prometheus',
      (own) => [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${own}`,
      ],
      '/-/ready',
    );
    running.push(prometheus);
    const stop = load(port, 30);
    await sleep(2_000);
    const begin = Date.now();
    await sleep(2 * PART);
    app.faulty = true;
    const onset = Date.now();
    await sleep(PART);
    const end = Date.now();
    stop();
    parts = [
      { start: begin, end: begin + PART },
      { start: begin + PART, end: onset },
      { start: onset + 1_500, end },
    ];
    const ask = async (window: Window): Promise<MetricsAnswer> => {
      const asker = new Asker(new HttpConnection(prometheus.url));
      const { answer, notices } = await askPrometheus(asker, { window, anomalies: [], healthy: [], requests: [] }, {});
      expect(notices.filter((one) => one.level === 'warning')).toEqual([]);
      return answer;
    };
    healthy = await ask({ start: begin, end: onset });
    faulty = await ask({ start: begin + PART, end });
  }, 60_000);

  afterAll(async () => {
    await Promise.all(running.map((one) => one.stop()));
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the app and the host their signals', () => {
    expect(healthy.scrapeInterval).toBe(1_000);
    const ids = new Set(healthy.signals.map((one) => one.id));
    for (const id of [
      'node-cpu',
      'node-memory',
      'node-load',
      'http-server-requests',
      'http-server-duration-by-route',
      'version-change',
      'service-restarts',
      'scrape-up',
    ])
      expect([id, ids.has(id)]).toEqual([id, true]);
    const requests = healthy.signals.find((one) => one.id === 'http-server-requests') as Signal;
    expect(requests).toMatchObject({ service: 'storefront', unit: '1/s' });
    expect(levelIn(requests, parts[0])).toBeGreaterThan(15);
    expect(levelIn(requests, parts[0])).toBeLessThan(40);
    for (const host of healthy.signals.filter((one) => one.id === 'node-cpu' || one.id === 'node-memory'))
      for (const value of host.values) if (value !== null) expect(value >= 0 && value <= 1.02).toBe(true);
  });

  it('names nothing where nothing is wrong', () => expect(changed(healthy, parts[0], parts[1])).toEqual([]));

  it('names the slow and failing route and what follows from it, and nothing else', () => {
    const found = changed(faulty, parts[1], parts[2]);
    expect(found).toContain('http-server-duration-by-route /order');
    expect(found).toContain('http-server-errors-by-route /order');
    expect(found.filter((one) => !/^http-server-(?:duration|errors|failed|active)(?:-by-route \/order)?$/.test(one.trim()))).toEqual([]);
  });
});

/** Signals of the app that are three times as high as before, by more than a floor of their unit. */
function changed(answer: MetricsAnswer, before: Window, after: Window): string[] {
  const floors: Readonly<Record<string, number>> = { s: 0.03, ratio: 0.1, '1/s': 1, count: 1 };
  return answer.signals
    .filter((one) => one.service === 'storefront' && one.subject === 'service' && one.type !== 'state')
    .filter(
      (one) =>
        levelIn(one, after) > 3 * levelIn(one, before) &&
        levelIn(one, after) - levelIn(one, before) > (floors[one.unit] ?? Number.POSITIVE_INFINITY),
    )
    .map((one) => `${one.id} ${one.labels['route'] ?? ''}`.trim())
    .sort();
}

function levelIn(signal: Signal, window: Window): number {
  const values = signal.values.filter(
    (value, i) => value !== null && (signal.times[i] as number) >= window.start && (signal.times[i] as number) <= window.end,
  );
  return median(values as number[]);
}
