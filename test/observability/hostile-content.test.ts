import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type AnalyzeOptions, analyze } from '../../src/analyzer.js';
import type { BackendReply, BackendRequest } from '../../src/observability/connection.js';
import { openResults } from '../../src/open-results.js';
import { comment } from '../../src/reporters/comment.js';
import { junit } from '../../src/reporters/junit.js';
import { markdown } from '../../src/reporters/markdown.js';
import { terminal } from '../../src/reporters/terminal.js';

/*
 * What real backends answered, changed at random: wrong types, absurd numbers, hostile texts as values and as names of members, parts missing and doubled.
 * Nothing may crash, and no text may leave raw. More: HEIMR_HOSTILE_SEEDS=1-1000 npx vitest run test/observability/hostile-content.test.ts
 */
const FOLDER = 'examples/slow-dependency';
const [FROM, TO] = (process.env.HEIMR_HOSTILE_SEEDS ?? '1-32').split('-').map(Number) as [number, number];
/** Shares of the values that are changed. */
const RATES = [0.0003, 0.002, 0.01, 0.05];
const TEXTS = [
  '__proto__',
  'constructor',
  '',
  '\u0000',
  '<script>alert(1)</script>',
  '::error::x',
  '##vso[task.complete]',
  '\u001b[31mred\u001b]0;x\u0007',
  '| a | b |',
  '`x`',
  '=cmd()',
  '\u202egnp',
  'x'.repeat(100_000),
  'NaN',
  '1e999',
  'key AKIAIOSFODNN7EXAMPLE of',
  '\ud800',
  'a\nb',
  '{{x}}',
];
const NUMBERS = [0, -0, -1, 1e308, -1e308, 1e-320, 4e18, 2 ** 53, 1_795_340_000, 0.1];

function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A value of JSON, parts of it changed. */
function changed(value: unknown, rate: number, next: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  if (next() < rate) {
    const others = [null, pick(TEXTS), pick(NUMBERS), [], {}, [value, value], { a: value }, true, String(pick(NUMBERS))];
    if (typeof value === 'string') others.push(value + pick(TEXTS), value.slice(0, Math.floor(next() * value.length)));
    if (typeof value === 'number') others.push(-value, value * 1e9, value / 1000);
    return pick(others);
  }
  if (Array.isArray(value)) {
    const list = value.map((one) => changed(one, rate, next));
    if (next() < rate * 20) list.reverse();
    if (next() < rate * 20) list.push(...list.slice(0, 3));
    return list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, one]) => [next() < rate ? pick(TEXTS) : name, changed(one, rate, next)]);
  return Object.fromEntries(members);
}

const recorded = Object.fromEntries(
  (['prometheus', 'loki', 'tempo'] as const).map((name) => {
    const lines = gunzipSync(readFileSync(join(FOLDER, 'recording', `${name}.ndjson.gz`)))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { request: BackendRequest; reply: BackendReply });
    return [name, new Map(lines.map(({ request, reply }) => [keyOf(request), reply]))];
  }),
);

function keyOf({ method, path, params }: Pick<BackendRequest, 'method' | 'path' | 'params'>): string {
  return JSON.stringify([method, path, params]);
}

function hostileBackends(seed: number): NonNullable<AnalyzeOptions['backends']> {
  const next = numbers(seed);
  const rate = RATES[seed % RATES.length] as number;
  const missing: BackendReply = { status: 404, contentType: 'text/plain', body: 'no', clockOffset: null };
  const send = async (name: string, request: BackendRequest): Promise<BackendReply> => {
    const reply = recorded[name]?.get(keyOf(request)) ?? missing;
    if (!/^\s*[[{]/.test(reply.body)) return reply;
    return { ...reply, body: JSON.stringify(changed(JSON.parse(reply.body), rate, next)) };
  };
  const to = (name: string) => ({
    scope: {},
    connection: { url: `http://${name}`, send: (request: BackendRequest) => send(name, request) },
  });
  return { prometheus: to('prometheus'), loki: to('loki'), tempo: to('tempo') };
}

const seeds = Array.from({ length: TO - FROM + 1 }, (_, i) => FROM + i);
it.each(seeds)('answers changed at random, seed %i', { timeout: 60_000 }, async (seed) => {
  const analysis = await analyze(await openResults([join(FOLDER, 'results.jtl.gz')]), { backends: hostileBackends(seed) });
  // What the results say stays, whatever backends say.
  expect([analysis.kpis.overall.count, analysis.verdict.status]).toEqual([5306, 'failing']);
  for (const { confidence } of analysis.rootCauses) expect(confidence > 0 && confidence < 1).toBe(true);
  for (const reporter of [terminal, markdown, junit, comment]) {
    const text = (await reporter.render(analysis, {})) as string;
    expect(text, reporter.id).not.toMatch(/[\u0000-\u0008\u000b\u001b\u202e]|<script>|^\s*::error::|##vso\[|AKIAIOSFODNN7EXAMPLE/m);
    expect(text, reporter.id).not.toMatch(/\bNaN ?(?:ms|%|MiB)|Infinity|\bundefined\b|is not a function|Cannot read/);
  }
});
