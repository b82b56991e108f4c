import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const LAB = process.env['HEIMR_LAB'] ?? join(import.meta.dirname, '../../../shared/lab');

/** Recorded runs with known faults beside this repository; none where they are not there. */
export const labRuns: string[] = existsSync(join(LAB, 'runs')) ? readdirSync(join(LAB, 'runs')).sort() : [];
/** Why tests of them are skipped. */
export const NO_LAB = 'skipped: no recorded runs in ../shared/lab (HEIMR_LAB names another folder)';
if (labRuns.length === 0) console.warn(NO_LAB);

export function labFile(run: string, name: string): string {
  return join(LAB, 'runs', run, name);
}

export interface RecordedAnswer {
  name: string;
  backend: string;
  request: { method: string; path: string };
  status: number;
  headers: Record<string, string>;
  body: string;
  truncatedFrom?: number;
}

/** What a backend answered while the run was recorded. */
export function recordedAnswers(run: string, backend: string): RecordedAnswer[] {
  const lines = gunzipSync(readFileSync(labFile(run, 'http-answers.ndjson.gz')))
    .toString()
    .split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedAnswer)
    .filter((answer) => answer.backend === backend);
}

export interface LabTruth {
  testStart: number;
  testEnd: number;
  faults: { kind: string; service: string; topCause: string; affectedRequests: string[]; onset: number; end: number }[];
  recorded: { traces?: { sampledOneIn: number } };
}

export function labTruth(run: string): LabTruth {
  return JSON.parse(readFileSync(labFile(run, 'truth.json'), 'utf8')) as LabTruth;
}
