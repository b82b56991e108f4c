import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainAnalysis } from '../../src/explain.js';
import type { Explanation } from '../../src/model/analysis.js';
import { caseOf } from './cases.js';
import { responses, type Stored } from './corpus/responses.js';
import { FakeProvider } from './fake-provider.js';

/* Whole responses of providers with known lies and truths, through wire and checking: what is shown as verified, and what is lost. */

const FILES = { bad: new URL('corpus/bad-answers.ndjson', import.meta.url), good: new URL('corpus/good-answers.ndjson', import.meta.url) };
const asLines = (all: readonly Stored[]): string => `${all.map((one) => JSON.stringify(one)).join('\n')}\n`;
if (process.env['HEIMR_WRITE_CORPUS'] === '1')
  for (const name of ['bad', 'good'] as const) writeFileSync(FILES[name], asLines(responses()[name]));
const stored = (name: 'bad' | 'good'): Stored[] =>
  readFileSync(FILES[name], 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Stored);

let current: Stored | undefined;
let fake: FakeProvider;
beforeAll(async () => {
  fake = await FakeProvider.start(({ path }) =>
    path === '/api/show' ? { pieces: ['{"capabilities":[]}'] } : { pieces: [current?.body ?? ''] },
  );
});
afterAll(() => fake.stop());

async function explained(one: Stored): Promise<Explanation> {
  current = one;
  const base = one.provider === 'openai' ? `${fake.base}/v1` : fake.base;
  const { analysis } = await explainAnalysis(caseOf(one.case).analysis, { provider: one.provider, model: 'm', base, key: null });
  if (analysis.explanation === null) throw new Error('no explanation');
  return analysis.explanation;
}

/** Words of a claim that are left once figures stand in its slots: enough to know it again. */
const piecesOf = (claim: string): string[] =>
  claim
    .split(/\{\{[^}]*\}\}/)
    .map((piece) => piece.replace(/^[\s.,;:]+|[\s.,;:]+$/g, '').trim())
    .filter((piece) => piece.length > 8);
const says = ({ text }: { text: string }, claim: string): boolean =>
  piecesOf(claim).length > 0 && piecesOf(claim).every((piece) => text.includes(piece));
const isChecked = ({ status }: { status: string }): boolean => status === 'verified' || status === 'corrected';

test('the stored responses are those that are written in authored.ts', () => {
  const { bad, good } = responses();
  expect(readFileSync(FILES.bad, 'utf8')).toBe(asLines(bad));
  expect(readFileSync(FILES.good, 'utf8')).toBe(asLines(good));
});

test('the corpus is as large as it must be, and no two of its lies differ in digits only', () => {
  const bad = stored('bad');
  expect(bad.length).toBeGreaterThanOrEqual(60);
  expect(stored('good').length).toBeGreaterThanOrEqual(30);
  const classes = grouped(bad);
  for (const [name, all] of classes) expect(all.length, name).toBeGreaterThanOrEqual(4);
  const shapes = bad.map(({ lies }) => lies.join(' ').replace(/[\d.,]+/g, '#'));
  expect(new Set(shapes).size).toBe(shapes.length);
});

describe('no lie is shown as verified', () => {
  test.each(stored('bad').map((one) => [`${one.id}: ${one.class}, ${one.case}, ${one.provider}`, one] as const))('%s', async (_, one) => {
    const explanation = await explained(one);
    for (const lie of one.lies)
      expect(
        explanation.claims.filter((claim) => isChecked(claim) && says(claim, lie)),
        lie,
      ).toEqual([]);
    const shown = explanation.claims.map(({ text }) => text).join('\n');
    expect(shown).not.toMatch(/evil\.example|<script|javascript:|!\[|<think|previous instructions/i);
    expect(explanation.claims.some(({ part }) => part === 'happened')).toBe(true);
  });
});

test('of true claims nearly all survive, and precision and recall are told', { timeout: 60_000 }, async () => {
  let [truths, survived, recalled, lies, liesChecked, liesOpen] = [0, 0, 0, 0, 0, 0];
  const lost: string[] = [];
  for (const one of [...stored('good'), ...stored('bad').filter(({ class: kind }) => !/cut|huge|thinking/.test(kind))]) {
    const { claims, source } = await explained(one);
    if (one.class === 'good') {
      expect(source, one.id).toBe(one.provider);
      for (const truth of one.truths) {
        truths++;
        if (claims.some((claim) => claim.status !== 'removed' && says(claim, truth))) survived++;
        if (claims.some((claim) => isChecked(claim) && says(claim, truth))) recalled++;
        else lost.push(`${one.id} (${one.case}): ${truth}`);
      }
    }
    for (const lie of one.lies) {
      lies++;
      if (claims.some((claim) => isChecked(claim) && says(claim, lie))) liesChecked++;
      if (claims.some((claim) => claim.status === 'unverified' && says(claim, lie))) liesOpen++;
    }
  }
  const share = (part: number, whole: number): string => `${part}/${whole} = ${(part / whole).toFixed(3)}`;
  console.log(
    [
      `true claims that survive: ${share(survived, truths)}`,
      `recall, true claims shown as verified: ${share(recalled, truths)}`,
      `precision, of claims shown as verified the true ones: ${share(recalled, recalled + liesChecked)}`,
      `lies: ${lies}; shown as verified ${liesChecked}, shown and marked ${liesOpen}, struck ${lies - liesChecked - liesOpen}`,
      ...lost.map((text) => `  not verified: ${text}`),
    ].join('\n'),
  );
  expect(liesChecked).toBe(0);
  expect(survived / truths).toBeGreaterThanOrEqual(0.9);
});

function grouped(all: readonly Stored[]): Map<string, Stored[]> {
  const groups = new Map<string, Stored[]>();
  for (const one of all) groups.set(one.class, [...(groups.get(one.class) ?? []), one]);
  return groups;
}
