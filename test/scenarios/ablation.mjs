/*
 * How much the outcome hangs on each threshold: every number that decides is moved by -30 % and +30 %, one at a time, and all simulated runs
 * are judged again. The detectors' own source is taken, with that one number changed, so that nothing else differs.
 *
 * npm run ablation                      healthy seeds 1-20, faults (severity 2 and 3) seed 1: some 40 minutes
 * HEIMR_ABLATION=1-2,1 npm run ablation
 * HEIMR_ABLATION_ONLY=ALONE_MS npm run ablation      one threshold
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { analyze } from '../../dist/index.js';
import { faultKinds, healthyKinds, scoreRun, simulateRun } from '../../dist/testing.js';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
/** Numbers that bound memory or what is shown, name units, or belong to information that is no alarm; they decide nothing here. */
const NO_THRESHOLDS = {
  'figures.ts': 'all',
  'findings.ts': 'all',
  'label-outlier.ts': 'all',
  'coordinated-omission.ts': 'all',
  'omission.ts': 'all',
  'littles-law.ts': 'all',
  'error-events.ts': ['MAX_LABELS'],
  'error-scan.ts': ['MAX_EVENTS', 'MAX_STEPS'],
  'error-rate.ts': ['CRITICAL'],
  'residuals.ts': ['CLASS', 'LARGEST', 'MAX_LABELS', 'QUARTILES_OF_NORMAL'],
  'rise-anomalies.ts': ['CRITICAL_P50', 'CRITICAL_P95'],
  'rise-shape.ts': ['POINTS'],
  'label-series.ts': ['MAX_LABELS', 'MAX_WINDOWS', 'AT_ONCE'],
  'pooled-series.ts': ['LARGEST'],
  'stall-scan.ts': ['MAX_WINDOWS'],
  'stall.ts': ['CRITICAL'],
};
/** "So many times": what lies above 1 is moved. */
const TIMES = ['MORE_LOAD', 'LOAD', 'GROWS', 'SPIKE', 'RISE', 'MIN_RATIO'];
const CONSTANT = /^(?:export )?const ([A-Z][A-Z0-9_]*)(?:: number)? = ([\d_.e-]+);/gm;
const FLOOR = /^(?:export )?const (P\d+_FLOOR) = \{ share: ([\d.]+), ms: ([\d.]+) \};/gm;

function seeds(text) {
  const [from, to = from] = text.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** A number moved; counts stay whole, and shares below 1. */
function moved(name, text, factor) {
  const value = Number(text.replaceAll('_', ''));
  if (TIMES.includes(name)) return String(1 + (value - 1) * factor);
  const next = value * factor;
  if (value < 1) return String(Math.min(0.99, next));
  return String(Number.isInteger(value) && value < 1000 ? Math.max(1, Math.round(next)) : next);
}

/** @returns {{ file: string, name: string, from: string, text: string, to: (factor: number) => string }[]} */
function thresholds() {
  const found = [];
  const files = readdirSync(join(SRC, 'detectors')).filter((file) => file.endsWith('.ts') && NO_THRESHOLDS[file] !== 'all');
  for (const path of [...files.map((file) => `detectors/${file}`), 'stats/change-points.ts']) {
    const text = readFileSync(join(SRC, path), 'utf8');
    const own = path.split('/')[1];
    for (const [line, name, value] of text.matchAll(CONSTANT)) {
      if (NO_THRESHOLDS[own]?.includes(name)) continue;
      found.push({ file: path, name, value, line, to: (factor) => line.replace(`= ${value};`, `= ${moved(name, value, factor)};`) });
    }
    for (const [line, name, share, ms] of text.matchAll(FLOOR)) {
      found.push({ file: path, name: `${name}.share`, value: share, line, to: (f) => line.replace(`share: ${share}`, `share: ${share * f}`) });
      found.push({ file: path, name: `${name}.ms`, value: ms, line, to: (f) => line.replace(`ms: ${ms}`, `ms: ${ms * f}`) });
    }
  }
  return found;
}

const ENTRY = `
export { detectors } from './catalog.js';
export { runDetectors } from './run-detectors.js';
export { findingsOf } from './findings.js';
`;

/** The detectors with one line of one file replaced; with none, as they are. */
async function detection(folder, file, line, replacement) {
  let replaced = file === null;
  const entry = join(SRC, 'detectors', '_ablation.ts');
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [
      {
        name: 'ablation',
        resolveId: (id) => (id === entry ? entry : null),
        load(id) {
          if (id === entry) return ENTRY;
          if (file === null || id !== join(SRC, file)) return null;
          const text = readFileSync(id, 'utf8');
          replaced = text.includes(line);
          return text.replace(line, replacement);
        },
      },
    ],
  });
  const out = join(folder, `${variants++}.mjs`);
  await bundle.write({ file: out, format: 'esm' });
  await bundle.close();
  if (!replaced) throw new Error(`${file} does not hold ${line}`);
  return import(pathToFileURL(out).href);
}
let variants = 0;

/** A run, as the facts that detectors get. */
async function factsOf(kind, severity, seed) {
  const { file, truth } = simulateRun({ kind, seed, ...(severity === 0 ? {} : { severity }) });
  let facts = null;
  const capture = { id: 'capture', title: '', docs: '', kinds: [], detect: () => [], unable: (own) => ((facts = own), 'captured') };
  await analyze([file], { detectors: [capture] });
  return { truth, facts };
}

function judge({ detectors, runDetectors, findingsOf }, runs) {
  const result = { alarms: 0, healthy: 0, events: 0, timely: 0, loud: [] };
  for (const { truth, facts: kept } of runs) {
    // Detectors remember what they made of facts for as long as these live, and the modules of a variant are never freed.
    const facts = { ...kept };
    const anomalies = runDetectors(detectors, facts).flatMap((one) => one.anomalies);
    const { findings } = findingsOf(anomalies, facts, ['run']);
    const { mustFind, mayFind, verdict } = truth.expected;
    const match = scoreRun(truth, findings);
    if (mustFind.length > 0) {
      result.events += match.events.length;
      result.timely += match.events.filter(({ timely }) => timely).length;
    } else if (mayFind.length === 0 || verdict === 'healthy') {
      result.healthy++;
      if (match.falseAlarms > 0 || (match.alarms > 0 && mayFind.length === 0)) {
        result.alarms++;
        result.loud.push(`${truth.kind} ${truth.seed}`);
      }
    }
  }
  return result;
}

const percent = (part, all) => `${((100 * part) / Math.max(1, all)).toFixed(1)} %`;
const said = ({ alarms, healthy, events, timely }) => `${percent(alarms, healthy).padStart(6)} alarms, ${percent(timely, events).padStart(6)} in time`;

const [healthySeeds, faultSeeds] = (env.HEIMR_ABLATION ?? '1-20,1').split(',').map(seeds);
const folder = mkdtempSync(join(tmpdir(), 'heimr-ablation-'));
try {
  const runs = [];
  for (const kind of healthyKinds) for (const seed of healthySeeds) runs.push(await factsOf(kind, 0, seed));
  for (const kind of faultKinds) for (const severity of [2, 3]) for (const seed of faultSeeds) runs.push(await factsOf(kind, severity, seed));
  const base = judge(await detection(folder, null), runs);
  console.log(`${base.healthy} healthy runs, ${base.events} events of severity 2 and 3; as documented: ${said(base)}`);
  console.log('threshold moved by                                     -30 %                              +30 %');
  const all = thresholds().filter(({ name }) => env.HEIMR_ABLATION_ONLY === undefined || name === env.HEIMR_ABLATION_ONLY);
  let over = 0;
  for (const { file, name, value, line, to } of all) {
    const results = [];
    for (const factor of [0.7, 1.3]) results.push(judge(await detection(folder, file, line, to(factor)), runs));
    const above = results.some(({ alarms, healthy }) => alarms / healthy > 0.02);
    if (above) over++;
    console.log(
      `  ${`${file.replace(/^.*\//, '')} ${name} = ${value}`.padEnd(48)} ${results.map(said).join('   ')}${above ? `   ABOVE 2 %: ${results.flatMap(({ loud }) => loud).join(', ')}` : ''}`,
    );
  }
  console.log(`${over} of ${all.length} thresholds bring more than 2 % of healthy runs to an alarm when moved by 30 %.`);
} finally {
  rmSync(folder, { recursive: true });
}
