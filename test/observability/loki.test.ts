import { afterEach, describe, expect, test } from 'vitest';
import type { LogsAnswer, TestTarget } from '../../src/model/telemetry.js';
import { Asker } from '../../src/observability/asker.js';
import { askLoki } from '../../src/observability/loki.js';
import type { Entry } from './fake-loki/entries.js';
import { type FakeLoki, type Fault, startFakeLoki } from './fake-loki/server.js';
import { labEntries, labRuns, labTruth } from './lab-logs.js';
import { SmallConnection } from './small-connection.js';

const START = 1_800_000_000_000;
const WINDOW = { start: START, end: START + 200_000 };
let loki: FakeLoki | null = null;
afterEach(async () => {
  await loki?.close();
  loki = null;
});

function target(anomalies: TestTarget['anomalies'] = [], healthy: TestTarget['healthy'] = [], window = WINDOW): TestTarget {
  return { window, anomalies, healthy, requests: [] };
}

async function ask(entries: Entry[], asked: TestTarget, selector?: string, fault?: Fault) {
  loki = await startFakeLoki(entries, fault);
  const asker = new Asker(new SmallConnection(loki.url));
  const { answer, notices } = await askLoki(asker, asked, selector === undefined ? {} : { selector });
  return { answer, notices, asker };
}

function entry(
  after: number,
  line: string,
  labels: Record<string, string> = { service_name: 'shop' },
  metadata: Record<string, string> = {},
): Entry {
  return { ns: BigInt(Math.round((START + after) * 1000)) * 1000n, labels, metadata, line };
}

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

/** Totals as the lines themselves give them. */
function truth(entries: Entry[], { binStart, binWidth, totals }: LogsAnswer): Map<string, number[]> {
  const count = totals[0]?.counts.length ?? 0;
  const found = new Map<string, number[]>();
  for (const { ns, labels, metadata } of entries) {
    const bin = Number((ns - BigInt(binStart) * 1_000_000n - 1n) / (BigInt(binWidth) * 1_000_000n));
    if (ns <= BigInt(binStart) * 1_000_000n || bin >= count) continue;
    const key = `${labels.service_name} ${metadata.detected_level}`;
    const counts = found.get(key) ?? new Array<number>(count).fill(0);
    counts[bin]! += 1;
    found.set(key, counts);
  }
  return found;
}

const RUNS = labRuns();
if (RUNS.length === 0) console.log('recorded logs skipped: ../shared/lab is not there');

describe.skipIf(RUNS.length === 0).each(RUNS)('%s', (run) => {
  test('totals and counts are those of the lines', async () => {
    const { testStart, testEnd, faults } = labTruth(run);
    const entries = labEntries(run);
    const onset = faults[0]?.onset ?? testEnd;
    const { answer, notices, asker } = await ask(
      entries,
      target(
        faults.map(({ onset, end }) => ({ finding: 'x', window: { start: onset, end }, labels: 'all' })),
        [{ start: testStart, end: onset }],
        { start: testStart, end: testEnd },
      ),
    );
    expect(notices).toEqual([]);
    const expected = truth(entries, answer);
    expect(new Map(answer.totals.map(({ service, level, counts }) => [`${service} ${level}`, counts]))).toEqual(expected);
    // Stacks are inside of entries here, so each line is in one template.
    expect(sum(answer.templates.flatMap(({ counts }) => counts))).toBe(sum([...expected.values()].flat()));
    expect(answer.templates.every(({ exact }) => exact)).toBe(true);
    expect(asker.asked.filter(({ status }) => status === 'failed')).toEqual([]);
    console.log(
      `${run}: ${asker.asked.length} questions, ${answer.templates.length} templates of ${sum([...expected.values()].flat())} lines`,
    );
  });
});

test('a noisy service: frequent templates are counted by Loki, rare lines are found among them', async () => {
  const entries: Entry[] = [];
  for (let i = 0; i < 40_000; i++) {
    const level = i % 2 === 0 ? 'error' : 'info';
    const text = JSON.stringify({
      ts: i,
      level,
      msg: level === 'error' ? 'no connection to the pool' : 'request done',
      waited: i,
      user: `u${i}`,
    });
    entries.push(entry(1 + i * 4.9, text, { service_name: 'loud' }, { detected_level: level }));
  }
  entries.push(entry(77_777, '{"level":"info","msg":"started","version":"2.0.0"}', { service_name: 'loud' }, { detected_level: 'info' }));
  entries.push(entry(99_999, '{"level":"error","msg":"disk is full"}', { service_name: 'loud' }, { detected_level: 'error' }));
  entries.push(entry(5000, 'quiet line', { service_name: 'quiet' }, { detected_level: 'warn' }));
  const { answer, notices, asker } = await ask(
    entries,
    target(
      [{ finding: 'x', window: { start: START + 100_000, end: START + 150_000 }, labels: 'all' }],
      [{ start: START, end: START + 100_000 }],
    ),
  );
  expect(notices).toEqual([]);
  expect(answer.templates.map(({ service, level, text, counts, exact }) => [service, level, text, sum(counts), exact])).toEqual([
    ['loud', 'error', 'no connection to the pool', 20_000, true],
    ['loud', 'info', 'request done', 20_000, true],
    ['loud', 'error', 'disk is full', 1, true],
    ['loud', 'info', 'started version=2.0.0', 1, true],
    ['quiet', 'warn', 'quiet line', 1, true],
  ]);
  expect(asker.asked.length).toBeLessThan(60);
  // Counted ones by the text that they were counted by, others by what is common to them.
  expect(answer.templates.map(({ query }) => query.replace(/^\{.*?\} /, ''))).toEqual([
    expect.stringMatching(/no connection to the pool/),
    expect.stringMatching(/request done/),
    expect.stringMatching(/disk is full.* \| detected_level="error"$/),
    expect.stringMatching(/started.* \| detected_level="info"$/),
    '|= "quiet line" | detected_level="warn"',
  ]);
});

test('a service with many frequent templates: a second round', async () => {
  const kinds = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron'.split(' ');
  const entries = Array.from({ length: 45_000 }, (_, i) =>
    entry(1 + i * 4.4, `INFO the ${kinds[i % kinds.length]} was served ${i} times`, { service_name: 'loud' }, { detected_level: 'info' }),
  );
  entries.push(entry(77_777, 'INFO listening', { service_name: 'loud' }, { detected_level: 'info' }));
  const { answer, notices } = await ask(entries, target());
  expect(notices).toEqual([]);
  expect(answer.templates.map(({ counts, exact }) => [sum(counts), exact]).filter(([lines]) => lines === 3000 || lines === 1)).toHaveLength(
    16,
  );
  expect(answer.templates.every(({ exact }) => exact)).toBe(true);
  expect(sum(answer.templates.flatMap(({ counts }) => counts))).toBe(45_001);
});

/** Other names for services and their label: what is learnt must not hang on names. */
test.skipIf(RUNS.length === 0).each(RUNS.slice(0, 4))('%s under other names', async (run) => {
  const { testStart, testEnd } = labTruth(run);
  const entries = labEntries(run);
  const services = [...new Set(entries.map(({ labels }) => labels.service_name as string))];
  const renamed = (text: string) => services.reduce((all, name, i) => all.replaceAll(name, `qu${'xyzwvuts'[i]}or`), text);
  const others = entries.map(({ labels, line, ...rest }) => ({
    ...rest,
    line: renamed(line),
    labels: { app: renamed(labels.service_name as string) },
  }));
  const asked = target([], [], { start: testStart, end: testEnd });
  const shape = ({ templates }: LogsAnswer, name: (text: string) => string) =>
    templates.map(({ service, level, counts, exact }) => JSON.stringify([name(service as string), level, counts, exact])).sort();
  const before = await ask(entries, asked);
  await loki?.close();
  const after = await ask(others, asked);
  expect(shape(after.answer, (text) => text)).toEqual(shape(before.answer, renamed));
});

test('paging: many lines of one moment, none twice, none lost', async () => {
  const entries = Array.from({ length: 12_000 }, (_, i) =>
    entry(1000 + Math.floor(i / 40), `ERROR a ${i % 5 === 0 ? 'same' : i}`, undefined, { detected_level: 'error' }),
  );
  const { answer } = await ask(entries, target());
  expect(sum(answer.templates.flatMap(({ counts }) => counts))).toBe(12_000);
  expect(answer.templates.every(({ exact }) => exact)).toBe(true);
});

describe('levels', () => {
  const some = (
    labels: Record<string, string>,
    line: (level: string) => string,
    metadata: (level: string) => Record<string, string> = () => ({}),
  ): Entry[] =>
    ['info', 'info', 'info', 'error', 'warn'].map((level, i) =>
      entry(1000 * (i + 1), line(level), level in labels ? { ...labels } : { service_name: 'shop', ...labels }, metadata(level)),
    );
  const levels = ({ totals }: LogsAnswer) => Object.fromEntries(totals.map(({ level, counts }) => [level, sum(counts)]));

  test('by a label of the stream', async () => {
    const entries = ['INFO', 'INFO', 'Error'].map((level, i) => entry(1000 * (i + 1), `x ${level}`, { app: 'shop', level }));
    const { answer, asker } = await ask(entries, target());
    expect(levels(answer)).toEqual({ info: 2, error: 1 });
    expect(answer.totals[0]?.service).toBe('shop');
    expect(asker.asked.some(({ query }) => query.includes('{app=~".+", level=~"INFO"}'))).toBe(true);
  });

  test('as Loki detected it', async () => {
    const { answer } = await ask(
      some(
        {},
        (level) => `x ${level}`,
        (level) => ({ detected_level: level }),
      ),
      target(),
    );
    expect(levels(answer)).toEqual({ info: 3, error: 1, warn: 1 });
  });

  test.each([
    ['JSON', (level: string) => `{"level":"${level}","msg":"m"}`],
    ['logfmt', (level: string) => `level=${level} msg=m`],
  ])('by a field of %s; other lines have none', async (_, line) => {
    const { answer, notices } = await ask([...some({}, line), entry(9000, '{ not JSON')], target());
    expect(levels(answer)).toEqual({ info: 3, error: 1, warn: 1, unknown: 1 });
    expect(sum(answer.templates.flatMap(({ counts }) => counts))).toBe(6);
    expect(notices).toEqual([]);
  });

  test('by nothing: totals have none, templates read it from the text', async () => {
    const { answer, notices } = await ask(
      some({}, (level) => `2026-11-22 09:05:44 ${level.toUpperCase()} x`),
      target(),
    );
    expect(levels(answer)).toEqual({ unknown: 5 });
    expect(answer.templates.map(({ level }) => level).sort()).toEqual(['error', 'info', 'warn']);
    expect(notices.map(({ id }) => id)).toEqual(['loki-no-levels']);
  });
});

test('nothing routine: lines without level are read too', async () => {
  const { answer } = await ask([entry(1, 'plain'), entry(2, 'ERROR x', undefined, { detected_level: 'error' })], target());
  expect(answer.templates.map(({ text }) => text).sort()).toEqual(['plain', 'x']);
});

test('no label of a service', async () => {
  const { answer, notices } = await ask([entry(1, 'ERROR x', { pod: 'a' })], target());
  expect(answer.totals).toMatchObject([{ service: null }]);
  expect(notices.map(({ id }) => id)).toContain('loki-no-service');
});

test('a label of another name', async () => {
  const entries = ['alpha', 'beta', 'gamma'].map((which, i) =>
    entry(i + 1, 'ERROR x', { env: 'x', pod: `p${i}`, zzz: which, half: i > 1 ? 'one' : 'two' }),
  );
  const { answer, notices } = await ask(entries, target());
  expect(answer.totals.map(({ service }) => service)).toEqual(['alpha', 'beta', 'gamma']);
  expect(notices.map(({ id }) => id)).toContain('loki-service-guessed');
});

test('within the scope only', async () => {
  const entries = [entry(1, 'ERROR x', { service_name: 'a', env: 'x' }), entry(1, 'ERROR y', { service_name: 'b', env: 'y' })];
  const { answer } = await ask(entries, target(), '{env="x"}');
  expect(answer.totals.map(({ service }) => service)).toEqual(['a']);
  expect(answer.templates.map(({ text }) => text)).toEqual(['x']);
});
