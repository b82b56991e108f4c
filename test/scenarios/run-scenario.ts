import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analysis } from '../../src/model/analysis.js';
import { analyzeFiles } from '../../src/node.js';
import { REFERENCES, rowsOf } from './reference-detectors.js';

/** An event as the simulator knows it: seconds from the start of the test. */
interface Expected {
  kind: string;
  accept: string[];
  window: [number, number];
  endpoints: 'all' | string[];
  onsetTolerance: number;
}

/** What the simulator knows of a run. */
export interface Truth {
  kind: string;
  severity: number;
  seed: number;
  input: string;
  testStart: number;
  durationSec: number;
  requests: number;
  labels: string[];
  expected: { verdict: string; mustFind: Expected[]; mayFind: unknown[] };
}

/** How findings fit the events of a run. */
export interface Match {
  alarms: number;
  falseAlarms: number;
  events: { hit: boolean; timely?: boolean; strict?: boolean; right?: boolean; onsetError?: number }[];
}

/** A run that was made, analysed and compared with what is true. */
export interface Scenario {
  truth: Truth;
  analysis: Analysis;
  match: Match;
  /** How what others do fits, by its name; empty where nobody asked. */
  references: Map<string, Match>;
}

const SIMULATOR = join(import.meta.dirname, 'simulator');
type MakeRun = (family: unknown, what: { kind: string; severity: number; seed: number; gz: boolean }, folder: string) => Truth;
type MatchRun = (truth: Truth, answer: { findings: unknown[] }) => Match;

const load = async <T>(file: string): Promise<T> => (await import(join(SIMULATOR, file))) as T;

/** Kinds of the simulator. */
export async function kinds(): Promise<{ healthy: string[]; faults: string[] }> {
  const { HEALTHY, FAULTS } = await load<{ HEALTHY: object; FAULTS: object }>('kinds.mjs');
  return { healthy: Object.keys(HEALTHY), faults: Object.keys(FAULTS) };
}

/**
 * Makes a run, analyses its result file as any other, and compares.
 * @param beside whether the reference detectors are asked too
 */
export async function runScenario(kind: string, severity: number, seed: number, beside = false): Promise<Scenario> {
  const { makeRun } = await load<{ makeRun: MakeRun }>('run.mjs');
  const { matchRun } = await load<{ matchRun: MatchRun }>('match.mjs');
  const { default: family } = await load<{ default: unknown }>('families/dev.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'heimr-scenario-'));
  try {
    makeRun(family, { kind, severity, seed, gz: true }, folder);
    const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
    const analysis = await analyzeFiles([join(folder, truth.input)]);
    const findings = analysis.findings.map((finding) => ({
      kind: finding.kind,
      severity: finding.severity,
      start: finding.window?.start ?? Number.NaN,
      end: finding.window?.end ?? Number.NaN,
      label: finding.labels === 'all' ? null : finding.labels,
    }));
    const references = new Map<string, Match>();
    if (beside) {
      const rows = await rowsOf(join(folder, truth.input));
      for (const [name, find] of Object.entries(REFERENCES)) references.set(name, matchRun(truth, { findings: find(rows) }));
    }
    return { truth, analysis, match: matchRun(truth, { findings }), references };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
