import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Signal } from '../../src/model/telemetry.js';
import { Asker } from '../../src/observability/asker.js';
import { signalsOf } from '../../src/observability/metrics/signals-of.js';
import { askPrometheus } from '../../src/observability/prometheus.js';
import { generatedSystem } from './generated-system.js';
import { HttpConnection } from './http-connection.js';
import { missing, type Running, start } from './programs.js';

const without = missing('victoria-metrics');
if (without !== null) console.warn(`skipped: samples kept by VictoriaMetrics: ${without}`);

/** Samples end now, where VictoriaMetrics would hide them. */
const INTERVAL = 5_000;
const SAMPLES = 72;
const NOW = Math.floor(Date.now() / 1000) * 1000;
const SYSTEM = generatedSystem({ services: 4, series: 300, interval: INTERVAL, samples: SAMPLES, start: NOW - SAMPLES * INTERVAL });

describe.skipIf(without !== null)('samples kept by VictoriaMetrics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-victoria-'));
  let victoria: Running;

  beforeAll(async () => {
    victoria = await start(
      'victoria-metrics',
      (port) => [`-httpListenAddr=127.0.0.1:${port}`, `-storageDataPath=${folder}`, '-retentionPeriod=10y'],
      '/health',
    );
    const lines: string[] = [];
    for (const { labels, times, values } of SYSTEM) {
      const { __name__: name, ...rest } = labels;
      const text = `${name}{${Object.entries(rest)
        .map(([label, value]) => `${label}="${value}"`)
        .join(',')}}`;
      for (let i = 0; i < times.length; i++) lines.push(`${text} ${values[i]} ${times[i]}`);
    }
    const answer = await fetch(`${victoria.url}/api/v1/import/prometheus`, { method: 'POST', body: lines.join('\n') });
    expect(answer.status).toBe(204);
    await fetch(`${victoria.url}/internal/force_flush`);
  }, 60_000);

  afterAll(async () => {
    await victoria?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('give the same signals as the samples themselves, the newest ones too', async () => {
    const asker = new Asker(new HttpConnection(victoria.url));
    const window = { start: NOW - SAMPLES * INTERVAL + 60_000, end: NOW };
    const { answer, notices } = await askPrometheus(asker, { window, anomalies: [], healthy: [], requests: [] }, {});
    expect(asker.asked.filter((one) => one.status !== 'answered')).toEqual([]);
    expect(notices.filter((one) => one.level === 'warning')).toEqual([]);
    const expected = signalsOf(SYSTEM, { start: window.start - 60_000, end: window.end + 20_000 });
    expect(expected.signals.length).toBeGreaterThan(100);
    expect(byKey(answer.signals)).toEqual(byKey(expected.signals));
    expect(answer.calls).toHaveLength(4);
    expect(answer.scrapeInterval).toBe(INTERVAL);
  });

  it('within a scope are those of the scope', async () => {
    const asker = new Asker(new HttpConnection(victoria.url));
    const window = { start: NOW - 120_000, end: NOW };
    const { answer } = await askPrometheus(asker, { window, anomalies: [], healthy: [], requests: [] }, { match: '{service="svc-1"}' });
    expect(new Set(answer.signals.map((one) => one.service))).toEqual(new Set(['svc-1']));
  });
});

const byKey = (signals: readonly Signal[]) =>
  Object.fromEntries(signals.map((one) => [JSON.stringify([one.id, one.service, one.labels]), one]));
