import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthyPrometheus } from '../backends/prometheus-double.js';
import { scriptedServer } from '../backends/scripted-server.js';
import { newFolder } from '../input/files.js';
import { freePort, missing, type Running, start } from '../observability/programs.js';
import { heimr, jtl } from './command.js';

const BASE = 1_763_632_800_000;

describe('heimr doctor', () => {
  it('says that all is well, in the time of the results', async () => {
    const server = await scriptedServer(healthyPrometheus(BASE, BASE + 60_000));
    const cwd = newFolder();
    writeFileSync(join(cwd, 'results.jtl'), jtl(600));
    const { code, stdout, stderr } = await heimr(['doctor', 'results.jtl', '--prometheus', server.url], { cwd });
    await server.close();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`Looked for data from 2025-11-20T10:00:00Z to 2025-11-20T10:00:59Z.

Prometheus at ${server.url}
  ok     address  it answers
  ok     access   it lets us in
  ok     kind     Prometheus 3.5.0
  ok     clock    together with this machine's, to a second or two
  ok     scope    none is set: all that it holds is taken
  ok     data     2 metrics of 1 target, up to 30 samples of each

All is well.
`);
  });

  it('says what to mend, in 80 columns, and ends with 4', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'heimr.yaml'), 'loki: https://logs.invalid\ntempo: http://127.0.0.1:9\n');
    const { code, stdout } = await heimr(['doctor', '--tempo-filter', `resource.env = "${'x'.repeat(200)}"`], { cwd });
    expect(code).toBe(4);
    expect(stdout).toContain('To mend: loki, tempo.');
    expect(stdout.replace(/\s+/g, ' ')).toContain('heimr.yaml, which names it, was found by itself; say --loki URL or --trust-config');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each<[string[], RegExp]>([
    [[], /There is no backend to look at\./],
    [['--prometheus', 'http://127.0.0.1:9', '--from', '5m'], /--from counts from the first request/],
    [['--prometheus', 'http://127.0.0.1:9', '--from', '1763632800000', '--to', '1763632800000'], /The window is empty/],
    [['--prometheus', 'nowhere'], /"nowhere" is no address/],
  ])('%j is refused', async (flags, message) => {
    const { code, stderr } = await heimr(['doctor', ...flags]);
    expect([code, message.test(stderr) || stderr]).toEqual([2, true]);
  });
});

const without = missing('prometheus');
if (without !== null) console.warn(`skipped: heimr doctor with the real Prometheus: ${without}`);

describe.skipIf(without !== null)('heimr doctor with the real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-doctor-'));
  let prometheus: Running;
  const doctor = async (...flags: string[]) => {
    const { code, stdout, stderr } = await heimr(['doctor', '--prometheus', prometheus.url, ...flags]);
    return { code, said: (stdout + stderr).replace(/\s+/g, ' ') };
  };

  const scraped = async (): Promise<boolean> => {
    const answer = await fetch(`${prometheus.url}/api/v1/query?query=count_over_time(up[1m])>2`);
    return ((await answer.json()) as { data: { result: unknown[] } }).data.result.length > 0;
  };

  beforeAll(async () => {
    const own = await freePort();
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [{ job_name: 'itself', static_configs: [{ targets: [`127.0.0.1:${own}`] }] }],
    };
    // JSON is YAML too.
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
    const args = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`];
    prometheus = await start('prometheus', () => [...args, `--web.listen-address=127.0.0.1:${own}`], '/-/ready', own);
    // Targets are found 5 s after the start.
    for (let tries = 0; tries < 150 && !(await scraped()); tries++) await sleep(200);
  }, 60_000);

  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('that scrapes itself finds all well', async () => {
    const { code, said } = await doctor('--prometheus-match', '{job="itself"}');
    expect(said).toMatch(
      /ok kind Prometheus \d+\.\d+\.\d+\S* ok clock together with .* ok scope \{job="itself"\} ok data \d+ metrics of 1 target/,
    );
    expect(code).toBe(0);
  });

  it('a scope that selects nothing is named', async () => {
    const { code, said } = await doctor('--prometheus-match', '{job="itslef"}');
    expect(said).toMatch(
      /WRONG scope nothing meets \{job="itslef"\} To do: Check names and values of its conditions\. Without it there is: \d+ metrics of 1 target/,
    );
    expect(code).toBe(4);
  });

  it('a time of which it has nothing is named', async () => {
    const { code, said } = await doctor('--from', '2020-01-01T00:00:00Z', '--to', '2020-01-01T00:10:00Z');
    expect(said).toContain('WRONG data Prometheus holds nothing of this time');
    expect(code).toBe(4);
  });

  it('a wrong base path is named', async () => {
    const { code, stdout } = await heimr(['doctor', '--prometheus', `${prometheus.url}/prometheus`]);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /WRONG kind it does not speak like Prometheus: it answered 404, .*To do: Give the address up to where \/api\/v1\/query begins/,
    );
    expect(code).toBe(4);
  });
});

const noVictoria = missing('victoria-metrics');
if (noVictoria !== null) console.warn(`skipped: heimr doctor with the real VictoriaMetrics: ${noVictoria}`);

describe.skipIf(noVictoria !== null)('heimr doctor with the real VictoriaMetrics', () => {
  it('finds what was written to it, and an address that has no such path', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heimr-doctor-'));
    const args = [`-storageDataPath=${folder}`, '-loggerLevel=ERROR', '-retentionPeriod=10y', '-search.latencyOffset=0s'];
    const victoria = await start('victoria-metrics', (port) => [...args, `-httpListenAddr=127.0.0.1:${port}`], '/health');
    try {
      const samples = Array.from({ length: 12 }, (_, i) => `up{job="shop"} 1 ${BASE + i * 5000}`).join('\n');
      await fetch(`${victoria.url}/api/v1/import/prometheus`, { method: 'POST', body: samples });
      await fetch(`${victoria.url}/internal/force_flush`);
      const window = ['--from', String(BASE - 1000), '--to', String(BASE + 60_000)];
      const well = await heimr(['doctor', '--prometheus', victoria.url, '--prometheus-match', '{job="shop"}', ...window]);
      expect(well.stdout).toContain('1 metric of 1 target, up to 12 samples of each');
      expect(well.code).toBe(0);
      const lost = await heimr(['doctor', '--prometheus', `${victoria.url}/select`, ...window]);
      expect(lost.stdout.replace(/\s+/g, ' ')).toContain('WRONG kind it does not speak like Prometheus: it answered 400');
      expect(lost.code).toBe(4);
    } finally {
      await victoria.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
