import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { openResults } from '../../src/open-results.js';
import { startFakeLoki } from './fake-loki/server.js';
import { FakeTempo } from './fake-tempo/fake-tempo.js';
import { storeOfFile } from './fake-tempo/span-store.js';
import { labEntries } from './lab-logs.js';
import { LAB, labRuns } from './lab-series.js';
import { missing, start } from './programs.js';

/** One with a cause in all three backends, and one that is healthy. */
const RUNS = ['db-lock', 'healthy-steady'].filter((run) => labRuns().includes(run));
const without = RUNS.length === 0 ? `no recorded runs in ${LAB}` : missing('prometheus');
if (without !== null) console.warn(`skipped: the whole road with three backends: ${without}`);

describe.skipIf(without !== null)('the whole road: the real Prometheus, and a Loki and a Tempo that evaluate what they are asked', () => {
  it.each(RUNS)('%s', { timeout: 120_000 }, async (run) => {
    const folder = mkdtempSync(join(tmpdir(), 'heimr-road-'));
    execFileSync('tar', ['xzf', join(LAB, run, 'prometheus-snapshot.tar.gz'), '-C', folder]);
    writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
    const args = [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${dirname(blockIn(folder))}`,
      '--storage.tsdb.retention.time=20y',
    ];
    const prometheus = await start('prometheus', (port) => [...args, `--web.listen-address=127.0.0.1:${port}`], '/-/ready');
    const loki = await startFakeLoki(labEntries(run));
    const tempo = await FakeTempo.start(storeOfFile(join(LAB, run, 'traces.ndjson.gz')));
    try {
      const to = (url: string) => ({ connection: httpConnection({ url }), scope: {} });
      const analysis = await analyze(await openResults([join(LAB, run, 'k6.json.gz')]), {
        backends: { prometheus: to(prometheus.url), loki: to(loki.url), tempo: to(tempo.url) },
      });
      const truth = JSON.parse(readFileSync(join(LAB, run, 'truth.json'), 'utf8')) as { faults: { topCause: string }[] };
      expect(analysis.rootCauses.slice(0, 1).map(({ cause, service }) => `${cause}@${service}`)).toEqual(
        truth.faults.map(({ topCause }) => topCause),
      );
      expect(analysis.sources.map(({ backend, failed }) => [backend, failed])).toEqual([
        ['prometheus', 0],
        ['loki', 0],
        ['tempo', 0],
      ]);
      const ids = new Set(analysis.evidence.map(({ id }) => id));
      const cited = analysis.rootCauses.flatMap(({ evidence, counterEvidence, chain }) => [
        ...evidence,
        ...counterEvidence,
        ...chain.flatMap((link) => link.evidence),
      ]);
      expect(cited.filter((id) => !ids.has(id))).toEqual([]);
      expect(
        analysis.checks.filter(({ id }) => ['metrics', 'logs', 'traces', 'diagnoses'].includes(id)).map(({ outcome }) => outcome),
      ).toEqual(Array(4).fill('checked'));
      expect(analysis.verdict.status).toBe(truth.faults.length === 0 ? 'healthy' : 'failing');
    } finally {
      await Promise.all([prometheus.stop(), loki.close(), tempo.stop()]);
      rmSync(folder, { recursive: true, force: true });
    }
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
