import type { Telemetry } from '../../../src/model/telemetry.js';
import { templatesOf } from '../../../src/observability/log-templates.js';
import { binsOf } from '../../../src/observability/loki-bins.js';
import { signalsOf } from '../../../src/observability/metrics/signals-of.js';
import { testTarget } from '../../../src/observability/test-target.js';
import { tracesOf } from '../../../src/observability/trace-spans.js';
import { analyzeWithFacts } from '../../kpi/analyze-with-facts.js';
import type { LabRun } from '../lab-run.js';
import type { Scenario } from './scenarios.js';
import { System, TIMES } from './system.js';

/** A run of a scenario: what was found in its results, and what its backends would have told. */
export interface GeneratedRun {
  run: LabRun;
  telemetry: Telemetry;
  system: System;
}

/** Lets a scenario happen, and reads its results as those of any load test. */
export async function generatedRun({ name, topology, plan, wanted }: Scenario, seed: number): Promise<GeneratedRun> {
  const system = new System(topology, seed, plan);
  const { analysis, facts } = await analyzeWithFacts([{ name: 'results.jtl', bytes: new TextEncoder().encode(resultsOf(system)) }]);
  const { start, end } = analysis.window;
  const target = testTarget(analysis.findings, facts, { start: start as number, end: end as number });
  const run: LabRun = {
    name,
    analysis,
    target,
    wanted: [...wanted],
    truth: { onset: system.dayTime(TIMES.onset), services: Object.keys(topology.services) },
  };
  return { run, telemetry: telemetryOf(system, run), system };
}

/** What a load tool wrote, as JTL with the trace id of each request. */
function resultsOf(system: System): string {
  const rows = [...system.load.samples]
    .sort((a, b) => a.start - b.start)
    .map(({ label, trace, start, latency, status, error }) => {
      const isGood = status >= 200 && status < 400;
      return [
        Math.round(system.dayTime(start)),
        Math.round(latency),
        label,
        status === 0 ? 'Non HTTP response code' : status,
        error ?? '',
        isGood,
        trace,
      ].join(',');
    });
  return `timeStamp,elapsed,label,responseCode,responseMessage,success,tid\n${rows.join('\n')}\n`;
}

function telemetryOf(system: System, { target }: LabRun): Telemetry {
  const registries = [
    system.hostMetrics.node,
    system.hostMetrics.processes,
    system.database.registry,
    ...[...system.world.services.values()].flatMap(({ process }) => [process.registry, process.container]),
  ];
  const bins = binsOf(target.window);
  const lines = system.recorder.lines.map(({ time, service, level, text }) => ({
    time: system.dayTime(time),
    service,
    stream: service,
    labels: { service_name: service },
    metadata: { detected_level: level },
    text,
  }));
  const wanted = new Map(target.requests.map((request) => [request.traceId, request]));
  const traces = tracesOf({ resourceSpans: system.recorder.resourceSpans(system.dayTime(0)) }).flatMap((trace) => {
    const request = wanted.get(trace.id);
    if (!request) return [];
    const { label, latency, success, timestamp } = request;
    return [{ ...trace, request: { label, latency, success, timestamp } }];
  });
  return {
    metrics: signalsOf(
      registries.flatMap((registry) => registry.series()),
      { start: target.window.start - 60_000, end: target.window.end + 20_000 },
    ),
    logs: { binStart: bins.start, binWidth: bins.width, totals: [], templates: templatesOf(lines, bins) },
    traces: { traces, byId: { asked: wanted.size, found: traces.length } },
  };
}
