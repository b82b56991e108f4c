/*
 * How much PetShop's figures hang on each of Heimr's numbers: each is moved by -30 % and +30 %, one at a time, in the sources themselves, and all is computed
 * again. None was chosen by these cases: where each comes from stands beside it in the sources. Then whole parts of the method are left out.
 */
import { locating } from './heimr-locating.mjs';
import { heimrMethods } from './heimr-methods.mjs';
import { targetOf } from './petshop-table.mjs';
import { normalPieces, recall } from './protocol.mjs';

const CHANGE = 'src/observability/signal-change.ts';
const FAILURES = 'src/diagnoses/failure-excess.ts';
const LATENCY = 'src/diagnoses/latency-excess.ts';
const SELF = 'src/diagnoses/self-excess.ts';

/** Every number that decides on these data: the source, how it stands there, and what it is. Counts are rounded, shares stay below 1. */
const THRESHOLDS = [
  [CHANGE, 'const LEAST = ', 3, 'values needed'],
  [CHANGE, 'const ENOUGH = ', 6, 'values that are enough'],
  [CHANGE, 'const FEW_SCORE = ', 3, 'highest score of few values'],
  [CHANGE, 'const SOME = ', 4, 'values of a short trouble'],
  [CHANGE, 'values.length / ', 3, 'edges that are left out, one in'],
  [CHANGE, '(before + during) / ', 2, 'edges are like the trouble beyond one in'],
  [CHANGE, 'const LEAST_Z = ', 3, 'deviations of a change'],
  [CHANGE, 'const PART = ', 0.15, 'share of a partial change'],
  [CHANGE, 'Math.abs(part) > ', 1.5, 'a partial change is larger by'],
  [CHANGE, '  s: ', 0.0005, 'smallest scale, s'],
  [CHANGE, 'const RELATIVE_FLOOR = ', 0.03, 'smallest scale, of the level'],
  [CHANGE, 'iqr, ', 0.5, 'scale, of the standard deviation'],
  [CHANGE, '  s: ', 0.002, 'smallest effect, s'],
  [CHANGE, 'const LEAST_RELATIVE = ', 0.15, 'smallest effect, of the level'],
  [CHANGE, 'quantileOf(scores, ', 0.95, 'healthy quantile, latency'],
  [FAILURES, 'const LEAST_DEVIATIONS = ', 3, 'deviations of failures'],
  [FAILURES, 'const LEAST_SHARE = ', 0.005, 'smallest share of failures'],
  [FAILURES, 'const LEAST_SAMPLES = ', 3, 'healthy samples with requests'],
  [FAILURES, 'quantileOf(found, ', 0.95, 'healthy quantile, failures'],
  ['src/diagnoses/part.ts', 'share >= ', 0.01, 'smallest share of a place'],
  ['src/diagnoses/case.ts', 'export const CHANGED = ', 1.5, 'the gate'],
];
const COUNTS = ['const LEAST = ', 'const SOME = ', 'const ENOUGH = ', 'const LEAST_SAMPLES = '];

/** Parts of the method, and the text that leaves each out. */
const PARTS = [
  ['no self: whole excess of each node', SELF, 'own -= seen;', ''],
  ['no drift guard, latency', LATENCY, 'Math.max(change.before, median(recent))', 'change.before'],
  ['no drift guard, failures', FAILURES, 'before ? shareOf(sumOf(within(before))) : 0', '0'],
  ['not calibrated on healthy time, latency', CHANGE, 'Math.max(LEAST_Z, nullScore(h, signal.unit, sick.length))', 'LEAST_Z'],
  [
    'not calibrated on healthy time, failures',
    FAILURES,
    'Math.max(LEAST_DEVIATIONS, usualDeviations(quiet, sick.length))',
    'LEAST_DEVIATIONS',
  ],
  [
    'nodes that nobody called before judged too',
    FAILURES,
    `.filter((one) => one.requests > 0);
  const sum = sumOf(sick);
  if (sum.requests <= 0 || quiet.length < LEAST_SAMPLES)`,
    ';\n  const sum = sumOf(sick);\n  if (sum.requests <= 0)',
  ],
];

/** A threshold moved. */
export function moved(text, value, factor) {
  const next = value * factor;
  if (COUNTS.includes(text)) return Math.round(next);
  return value < 1 ? Math.min(0.99, next) : next;
}

/** Prints both. */
export async function printAblation(scenario) {
  const cases = ['latency', 'availability'].map((metric) => ({
    issues: scenario.issues.filter(({ target }) => target.metric === metric),
    pieces: normalPieces(scenario, targetOf(scenario, metric)),
  }));
  const figures = async (change) => measured(scenario, cases, heimrMethods(await locating(change)));
  console.log(
    '\nEach threshold moved by 30 %: top-1 with detection given (latency, availability), alarms among issues, alarms in normal time\n',
  );
  console.log(`as documented: ${await figures(null)}\n`);
  console.log('| threshold | −30 % | +30 % |');
  console.log('|---|---|---|');
  for (const [file, text, value, name] of THRESHOLDS) {
    const cells = [];
    for (const factor of [0.7, 1.3])
      cells.push(await figures({ file, line: `${text}${value}`, replacement: `${text}${moved(text, value, factor)}` }));
    console.log(`| ${name} = ${value} | ${cells.join(' | ')} |`);
  }
  console.log('\n| left out | |');
  console.log('|---|---|');
  for (const [name, file, line, replacement] of PARTS) console.log(`| ${name} | ${await figures({ file, line, replacement })} |`);
}

function measured(scenario, cases, heimr) {
  const found = cases.map(({ issues, pieces }) => ({
    top1: recall(heimr.given, scenario, issues).top1,
    seen: issues.filter((issue) => heimr.isAlarm(scenario, issue)).length,
    alarms: pieces.filter(({ normal, issue }) => heimr.isAlarm({ ...scenario, normal }, issue)).length,
  }));
  const sum = (of) => cases.reduce((total, one, i) => total + of(one, found[i]), 0);
  return [
    found.map(({ top1 }) => top1.toFixed(3).replace(/^0/, '')).join(' '),
    `${sum((_, { seen }) => seen)}/${sum(({ issues }) => issues.length)}`,
    `${sum((_, { alarms }) => alarms)}/${sum(({ pieces }) => pieces.length)}`,
  ].join(' · ');
}
