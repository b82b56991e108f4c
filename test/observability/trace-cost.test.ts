import { expect, it } from 'vitest';
import type { Span, Trace } from '../../src/model/telemetry.js';
import { tracesOf } from '../../src/observability/trace-assembly.js';
import { compareTraces } from '../../src/observability/trace-comparison.js';
import { callGraph } from '../../src/observability/trace-graph.js';
import { asTempo, otlp, query, span, trace } from './traces.js';

const SERVICES = 50;

/** A request through eight of fifty services, each with queries of its own. */
function request(n: number): Trace {
  const spans: Span[] = [];
  let at = 0;
  for (let level = 0; level < 8; level++) {
    const service = `service-${(n * 7 + level * 3) % SERVICES}`;
    const parent = level === 0 ? 9_999 : spans.length;
    const length = 800 - level * 90;
    const attributes = {
      'http.request.method': 'GET',
      'http.route': `/r${level}/{id}`,
      'url.path': `/r${level}/${n}`,
      'k8s.pod.name': `${service}-${n % 3}`,
    };
    spans.push(
      span(spans.length + 1, parent, at, length, { kind: 'server', service, version: '1', instance: `${service}-${n % 3}`, attributes }),
    );
    const server = spans.length;
    for (let q = 0; q < 3; q++)
      spans.push(query(spans.length + 1, server, at + 2 + q * 10, 8, `SELECT a FROM t${q} WHERE id = ${n}`, { service }));
    spans.push(
      span(spans.length + 1, server, at + 40, length - 60, {
        kind: 'client',
        service,
        attributes: { 'http.request.method': 'GET', 'url.full': `http://s/r/${n}` },
      }),
    );
    at += 45;
  }
  return trace(spans, { start: 1_790_000_000_000 + n * 10 });
}

it('20,000 spans of 50 services cost less than 2 s of CPU', () => {
  const traces = Array.from({ length: 500 }, (_, n) => request(n));
  const spans = traces.reduce((sum, one) => sum + one.spans.length, 0);
  const json = asTempo(otlp(traces));
  const before = process.cpuUsage();
  const read = tracesOf(json);
  const reading = process.cpuUsage(before);
  const comparisons = compareTraces(read.slice(0, 250), read.slice(250));
  const graph = callGraph(read);
  const { user, system } = process.cpuUsage(before);
  const ms = Math.round((user + system) / 1000);
  console.log(`${spans} spans: ${ms} ms CPU, of it ${Math.round((reading.user + reading.system) / 1000)} ms to read`);
  expect(spans).toBe(20_000);
  expect(comparisons.length).toBeGreaterThan(0);
  expect(graph.length).toBeGreaterThan(50);
  expect(ms).toBeLessThan(2_000);
});
