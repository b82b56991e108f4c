// The pure entry: bytes in, a plain value out. No file, no clock, no network; the same bytes always give the same analysis.
import { analyze, HeimrError, render } from 'heimr';

const rows = ['timeStamp,elapsed,label,responseCode,success'];
for (let i = 0; i < 240; i++) {
  const failed = i % 40 === 39;
  rows.push(`${1_790_000_000_000 + i * 250},${20 + ((i * 7) % 30)},${i % 3 === 0 ? 'login' : 'search'},${failed ? 503 : 200},${!failed}`);
}
const bytes = new TextEncoder().encode(rows.join('\n'));

const analysis = await analyze([{ name: 'made-up.csv', bytes }], { apdexT: 40, tags: [{ name: 'build', value: '1234' }] });

const { overall, byLabel } = analysis.kpis;
console.log(`${overall.count} requests, ${overall.errors} failed, p95 ${overall.latency.p95} ms, Apdex ${overall.apdex}`);
for (const { label, count, latency } of byLabel) console.log(`${label}: ${count} requests, p95 ${latency.p95} ms`);
console.log(`verdict: ${analysis.verdict.status}`);
console.log(render(analysis, 'markdown').split('\n')[0]);

try {
  await analyze([{ name: 'notes.txt', bytes: new TextEncoder().encode('not a load test') }]);
} catch (error) {
  if (!(error instanceof HeimrError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}
