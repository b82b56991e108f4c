import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { Recorder } from '../../src/backends/recording.js';
import { openRecording } from '../../src/backends/replay.js';
import { openResults } from '../../src/open-results.js';
import { startFakeLoki } from '../observability/fake-loki/server.js';
import { FakeTempo } from '../observability/fake-tempo/fake-tempo.js';
import { storeOfFile } from '../observability/fake-tempo/span-store.js';
import { labEntries } from '../observability/lab-logs.js';
import { LAB } from '../observability/lab-series.js';
import { start } from '../observability/programs.js';

/*
 * The recording beside the example: what the backends of the recorded run answer. It holds the questions of this version, so a change of what is asked
 * needs it made anew: HEIMR_RECORD_EXAMPLE=1 npx vitest run test/examples/slow-dependency-recording.test.ts (needs the recorded runs and Prometheus).
 */
const RUN = 'slow-dependency-jmeter';
const EXAMPLE = 'examples/slow-dependency';
const FOLDER = join(EXAMPLE, 'recording');
/** Addresses as they stand in the recording: ports of a moment would tell nothing. */
const ADDRESSES = { prometheus: 'http://127.0.0.1:9090', loki: 'http://127.0.0.1:3100', tempo: 'http://127.0.0.1:3200' } as const;

if (process.env.HEIMR_RECORD_EXAMPLE) await record();

describe('the recording beside the example', () => {
  it('answers every question, and names the cause that the run was given', async () => {
    const { connections } = await openRecording(FOLDER);
    const backends = Object.fromEntries(Object.entries(connections).map(([name, connection]) => [name, { connection, scope: {} }]));
    const analysis = await analyze(await openResults([join(EXAMPLE, 'results.jtl.gz')]), { backends });
    expect(analysis.sources.map(({ backend, url, failed }) => [backend, url, failed])).toEqual(
      Object.entries(ADDRESSES).map(([name, url]) => [name, url, 0]),
    );
    expect(analysis.rootCauses.map(({ cause, service, level }) => [cause, service, level])).toEqual([
      ['slow-dependency', 'payments', 'likely'],
    ]);
    // Another session slowed the payment service from 66 s on, in the truth of the recording.
    const [first] = analysis.rootCauses[0]?.chain ?? [];
    expect(((first?.at ?? 0) - (analysis.window.start ?? 0)) / 1000).toBeGreaterThan(60);
    expect(((first?.at ?? 0) - (analysis.window.start ?? 0)) / 1000).toBeLessThan(72);
  });
});

async function record(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-record-'));
  const unpacked = join(folder, 'tsdb');
  mkdirSync(unpacked);
  execFileSync('tar', ['xzf', join(LAB, RUN, 'prometheus-snapshot.tar.gz'), '-C', unpacked]);
  writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
  const [block] = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('meta.json'));
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${dirname(dirname(join(unpacked, block as string)))}`,
    '--storage.tsdb.retention.time=20y',
  ];
  const prometheus = await start('prometheus', (port) => [...args, `--web.listen-address=127.0.0.1:${port}`], '/-/ready');
  const loki = await startFakeLoki(labEntries(RUN));
  const tempo = await FakeTempo.start(storeOfFile(join(LAB, RUN, 'traces.ndjson.gz')));
  try {
    const recorder = await Recorder.open(join(folder, 'recording'));
    const to = (name: keyof typeof ADDRESSES, url: string) => ({
      connection: recorder.record(name, { ...httpConnection({ url }), url: ADDRESSES[name] }),
      scope: {},
    });
    await analyze(await openResults([join(EXAMPLE, 'results.jtl.gz')]), {
      backends: { prometheus: to('prometheus', prometheus.url), loki: to('loki', loki.url), tempo: to('tempo', tempo.url) },
    });
    await recorder.write({ scopes: {}, clockOffset: null });
  } finally {
    await Promise.all([prometheus.stop(), loki.close(), tempo.stop()]);
  }
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(join(folder, 'recording'))) {
    const content = readFileSync(join(folder, 'recording', name));
    if (name.endsWith('.ndjson')) writeFileSync(join(FOLDER, `${name}.gz`), gzipSync(content, { level: 9 }));
    else writeFileSync(join(FOLDER, name), content);
  }
  rmSync(folder, { recursive: true, force: true });
  if (!existsSync(FOLDER)) throw new Error('nothing was recorded');
}
