/*
 * What it costs to turn the answers of a Prometheus into signals (50 services, 5,000 series, an hour at 15 s, as a backend would send them), and to judge
 * them with 20,000 spans. Bars: 3 s and 5 s CPU, 400 MiB, of a whole process (start of Node, reading of JSON and all). See README.md.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { measure, median } from './measure.mjs';

const SIZE = { services: 50, series: 5000, interval: 15_000, samples: 240, start: 1_700_000_000_000 };
const HOUR = { start: SIZE.start, end: SIZE.start + SIZE.samples * SIZE.interval };
const TROUBLE = { start: HOUR.start + 30 * 60_000, end: HOUR.start + 40 * 60_000 };
// 500 traces of 41 spans.
const TRACES = {
  services: SIZE.services,
  traces: 500,
  calls: 20,
  ...HOUR,
  slow: { service: 17, from: TROUBLE.start, to: TROUBLE.end, ms: 300 },
};
const ROUNDS = 5;
const ROOT = resolve(import.meta.dirname, '..');

if (process.argv[2] === '--child') await child(process.argv[3], process.argv[4]);
else await parent();

async function parent() {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-observability-'));
  try {
    const entry = join(folder, 'entry.ts');
    const from = (path) => JSON.stringify(join(ROOT, path));
    writeFileSync(
      entry,
      `export { askPrometheus } from ${from('src/observability/prometheus.ts')};
export { Asker } from ${from('src/observability/asker.ts')};
export { tracesOf } from ${from('src/observability/trace-spans.ts')};
export { runDiagnoses } from ${from('src/diagnoses/run-diagnoses.ts')};
export { generatedTraces } from ${from('test/observability/generated-traces.ts')};
export { generatedSystem } from ${from('test/observability/generated-system.ts')};\n`,
    );
    const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' });
    await bundle.write({ file: join(folder, 'bundle.mjs'), format: 'esm' });
    const { generatedSystem, generatedTraces } = await import(pathToFileURL(join(folder, 'bundle.mjs')).href);
    writeAnswers(folder, generatedSystem(SIZE));
    writeFileSync(join(folder, 'traces.json'), JSON.stringify(generatedTraces(TRACES)));
    for (const [step, bar] of [
      ['signals', 3],
      ['judging', 5],
    ]) {
      const rounds = Array.from({ length: ROUNDS }, () => measure([process.execPath, import.meta.filename, '--child', folder, step]));
      const cpu = median(rounds.map((one) => one.cpu));
      const rss = median(rounds.map((one) => one.rss));
      const { signals, series, bytes, spans, causes } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
      const judged = step === 'signals' ? '' : `; with ${spans} spans: ${causes.join(', ') || 'not known'}`;
      console.log(
        `${SIZE.services} services, ${series} series, 1 h at 15 s (${(bytes / 1e6).toFixed(0)} MB of answers) -> ${signals} signals${judged}`,
      );
      console.log(`  CPU ${cpu.toFixed(2)} s (bar ${bar}), peak ${rss.toFixed(0)} MiB (bar 400); median of ${ROUNDS} processes`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Series of each metric as the text of an answer, so that the child only joins them. */
function writeAnswers(folder, system) {
  mkdirSync(join(folder, 'metrics'));
  const byName = new Map();
  for (const { labels, times, values } of system) {
    const text = JSON.stringify({ metric: labels, values: Array.from(times, (time, i) => [time / 1000, String(values[i])]) });
    byName.set(labels.__name__, [...(byName.get(labels.__name__) ?? []), text]);
  }
  for (const [name, list] of byName) writeFileSync(join(folder, 'metrics', name), list.join(','));
  const counts = [...byName].map(([name, list]) => [name, list.length]);
  writeFileSync(join(folder, 'counts.json'), JSON.stringify(counts));
}

async function child(folder, step) {
  const { askPrometheus, Asker, tracesOf, runDiagnoses } = await import(pathToFileURL(join(folder, 'bundle.mjs')).href);
  const counts = new Map(JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8')));
  let bytes = 0;
  const answer = (path, query) => {
    if (path.includes('__name__')) return JSON.stringify({ status: 'success', data: [...counts.keys()] });
    const names = (/__name__=~"([^"]*)"/.exec(query)?.[1] ?? '').split('|').filter((name) => counts.has(name));
    const result = query.startsWith('count by')
      ? names.map((name) => JSON.stringify({ metric: { __name__: name }, value: [0, String(counts.get(name))] }))
      : query.endsWith('s]')
        ? names.map((name) => readFileSync(join(folder, 'metrics', name), 'utf8'))
        : [JSON.stringify({ metric: { job: 'x' }, value: [0, '21'] })];
    return `{"status":"success","data":{"resultType":"matrix","result":[${result.join(',')}]}}`;
  };
  const connection = {
    url: 'http://backend.example',
    send: async ({ path, params }) => {
      const body = answer(path, Object.fromEntries(params).query ?? '');
      bytes += body.length;
      return { status: 200, contentType: 'application/json', body, date: null };
    },
  };
  const healthy = [
    { start: HOUR.start + 60_000, end: TROUBLE.start - 60_000 },
    { start: TROUBLE.end + 60_000, end: HOUR.end },
  ];
  const target = { window: HOUR, anomalies: [{ finding: 'slow', window: TROUBLE, labels: 'all' }], healthy, requests: [] };
  const { answer: metrics } = await askPrometheus(new Asker(connection), target, {});
  const series = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const result = { signals: metrics.signals.length, series, bytes, spans: 0, causes: [] };
  if (step === 'judging') {
    const { resourceSpans, requests } = JSON.parse(readFileSync(join(folder, 'traces.json'), 'utf8'));
    const byId = new Map(requests.map((request) => [request.traceId, request]));
    const traces = tracesOf({ resourceSpans }).map((trace) => ({ ...trace, request: byId.get(trace.id) ?? null }));
    const telemetry = { metrics, logs: null, traces: { traces, byId: { asked: requests.length, found: traces.length } } };
    const { rootCauses } = runDiagnoses({ findings: [finding()], evidence: [] }, { ...target, requests }, telemetry);
    result.spans = traces.reduce((sum, { spans }) => sum + spans.length, 0);
    result.causes = rootCauses.map(({ cause, service }) => `${cause}@${service}`);
  }
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
}

/** What was found in the results: ten slow minutes. */
function finding() {
  return {
    id: 'slow',
    kind: 'latency-shift',
    severity: 'critical',
    window: TROUBLE,
    labels: 'all',
    service: null,
    title: 'Responses became slower',
    summary: 'Responses are slower.',
    evidence: [],
    counterEvidence: [],
    recommendation: '',
    confidence: 0.9,
  };
}
