import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAB } from '../observability/lab-series.js';

/** What was done in a recorded run, as its recorder wrote it down. */
export interface RecordedTruth {
  tool: string;
  load: { type: string; rps: number; seconds: number };
  testStart: number;
  faults: {
    kind: string;
    service: string;
    mechanism: string;
    affectedRequests: string[];
    onset: number;
    end: number;
    acceptableCauses?: string[];
  }[];
  recorded: { cpu?: Record<'before' | 'during' | 'after', { foreignCores: number }> | null; traces: { sampledOneIn: number } };
  check: Record<'before' | 'during' | 'after', { p50: number; p95: number; errPct: number; dropped: number }>;
}

/** Truth of a run. */
export function recordedTruth(run: string): RecordedTruth {
  return JSON.parse(readFileSync(join(LAB, run, 'truth.json'), 'utf8')) as RecordedTruth;
}

/** What was done, in words. @param cell a text from the recording as Markdown */
export function truthInWords({ tool, load, faults, testStart, recorded }: RecordedTruth, cell: (text: string) => string): string[] {
  const offset = (at: number): string => `${Math.round((at - testStart) / 1000)} s`;
  const busy = Math.max(...Object.values(recorded.cpu ?? {}).map(({ foreignCores }) => foreignCores), 0);
  const lines = [
    `${load.seconds} s of ${load.rps} requests a second by ${tool === 'k6' ? 'k6' : 'JMeter'}.`,
    faults.length === 0 ? 'Nothing was done to the system.' : '',
    ...faults.map(
      ({ kind, service, mechanism, affectedRequests, onset, end, acceptableCauses = [] }) =>
        `From ${offset(onset)} to ${offset(end)}, **${kind}** at ${cell(service)}: ${sentence(mechanism)} ${
          affectedRequests.length === 0 ? 'All requests were concerned.' : `Requests concerned: ${affectedRequests.map(cell).join(', ')}.`
        }${acceptableCauses.length === 0 ? '' : ` ${acceptableCauses.map(cell).join(', ')} is right too.`}`,
    ),
    busy > 0.5
      ? `The host has two cores for everything, and other work took up to ${busy.toFixed(1)} of them, before and after too: that is no cause.`
      : '',
    recorded.traces.sampledOneIn > 1
      ? `One trace in ${recorded.traces.sampledOneIn} was kept, and all with an error or among the slowest 3 %.`
      : '',
  ];
  return lines.filter((line) => line !== '');
}

function sentence(text: string): string {
  const clean = text.replace(/`/g, "'").replace(/_/g, '\\_');
  return `${clean}${clean.endsWith('.') ? '' : '.'}`;
}
