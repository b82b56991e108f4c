import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze, type Connection } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { Recorder } from '../../src/backends/recording.js';
import { openRecording } from '../../src/backends/replay.js';
import { openResults } from '../../src/open-results.js';
import { LAB, labRuns } from '../observability/lab-series.js';
import { missing, type Running, start } from '../observability/programs.js';

/** A run whose cause stands in metrics. */
const RUN = 'pool-exhaustion';
const without = labRuns().includes(RUN) ? missing('prometheus') : `no recorded run ${RUN} in ${LAB}`;
if (without !== null) console.warn(`skipped: a recorded run, captured from the real Prometheus: ${without}`);

describe.skipIf(without !== null)('a recorded run, asked of the real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-recording-'));
  let prometheus: Running | null = null;
  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('replays byte for byte once it is gone, and its links hold queries that it takes', async () => {
    execFileSync('tar', ['xzf', join(LAB, RUN, 'prometheus-snapshot.tar.gz'), '-C', folder]);
    const data = dirname(blockIn(folder));
    writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
    const args = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=20y'];
    prometheus = await start('prometheus', (port) => [...args, `--web.listen-address=127.0.0.1:${port}`], '/-/ready');
    const grafana = { url: 'https://grafana.example' };
    const made = async (connection: Connection) =>
      analyze(await openResults([join(LAB, RUN, 'k6.json.gz')]), { backends: { prometheus: { connection, scope: {} }, grafana } });
    const recorder = await Recorder.open(join(folder, 'kept'));
    const live = await made(recorder.record('prometheus', httpConnection({ url: prometheus.url })));
    await recorder.write({ scopes: { prometheus: {} }, clockOffset: null });
    expect(live.sources[0]).toMatchObject({ failed: 0, noData: 0 });

    const links = live.evidence.flatMap(({ link, source }) => (link === null || source !== 'prometheus' ? [] : [link]));
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      const panes = JSON.parse(new URL(link).searchParams.get('panes') as string) as { heimr: { queries: { expr: string }[] } };
      const query = new URLSearchParams({ query: panes.heimr.queries[0]?.expr ?? '', time: String((live.window.end as number) / 1000) });
      expect(((await (await fetch(`${prometheus.url}/api/v1/query?${query}`)).json()) as { status: string }).status).toBe('success');
    }

    await prometheus.stop();
    const { connections } = await openRecording(join(folder, 'kept'));
    expect(JSON.stringify(await made(connections.prometheus as Connection))).toBe(JSON.stringify(live));
  });
});

function blockIn(folder: string): string {
  for (const one of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, one.name);
    if (!one.isDirectory()) continue;
    const found = existsSync(join(path, 'meta.json')) ? path : blockIn(path);
    if (found !== '') return found;
  }
  return '';
}
