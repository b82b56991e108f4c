import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dryRun, explainAnalysis } from '../../src/explain.js';
import { packBrief } from '../../src/llm/brief.js';
import { parseModelChoice } from '../../src/llm/catalog.js';
import { plainWords } from '../../src/llm/plain-words.js';
import { subjectOf } from '../../src/llm/subject.js';
import { estimateTokens } from '../../src/llm/tokens.js';
import type { Explanation } from '../../src/model/analysis.js';
import { CASES, type Case } from './cases.js';
import { FakeProvider, STREAMS } from './fake-provider.js';
import { answerOf, PERSONAS, type Persona } from './personas.js';
import { scoreOf, scoreTable } from './score.js';

const RECORDED = new URL('corpus/recorded-answers.json', import.meta.url);
const BRIEFS = new URL('expected/briefs.md', import.meta.url);
const isWriting = process.env['HEIMR_WRITE_CORPUS'] === '1';

const briefOf = ({ analysis }: Case, budget = 4000) => packBrief(analysis, subjectOf(analysis), budget);

test('there are thirty cases of six groups', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(30);
  expect(new Set(CASES.map(({ group }) => group)).size).toBe(6);
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});

test('briefs are as they were, to the byte', () => {
  const all = CASES.map((one) => `# ${one.name}\n\n${briefOf(one).text}\n`).join('\n');
  if (isWriting) writeFileSync(BRIEFS, all);
  expect(all).toBe(readFileSync(BRIEFS, 'utf8'));
});

test.each(CASES.map((one) => [one.name, one] as const))(
  '%s: same input, same bytes; a smaller budget is kept, and what is left out is told',
  (_, one) => {
    expect(briefOf({ ...one, analysis: structuredClone(one.analysis) })).toEqual(briefOf(one));
    const whole = briefOf(one, 4000);
    expect(whole.leftOut).toEqual([]);
    const most = Math.floor(whole.tokens * 0.8);
    const small = briefOf(one, most);
    const open = subjectOf(one.analysis).items.filter(({ role }) => ['finding', 'evidence', 'doubt'].includes(role));
    if (open.length > 1) {
      expect(small.tokens).toBeLessThanOrEqual(most);
      expect(small.leftOut.length).toBeGreaterThan(0);
    }
    for (const { id } of open)
      expect(
        small.subject.items.some((item) => item.id === id) || small.leftOut.some((left) => left.id === id && left.form === 'dropped'),
      ).toBe(true);
  },
);

test('a dry run sends nothing and shows the body that would be sent', async () => {
  const fake = await FakeProvider.start(() => ({ pieces: STREAMS.openai('{}') }));
  try {
    const options = { provider: 'openai' as const, model: 'm', base: `${fake.base}/v1`, key: 'k' };
    const [one] = CASES as [Case, ...Case[]];
    const shown = dryRun(one.analysis, options);
    expect(fake.got).toEqual([]);
    expect(shown.host).toBe(fake.base);
    await explainAnalysis(one.analysis, options);
    expect(fake.got[0]?.body).toEqual(JSON.parse(shown.body));
  } finally {
    await fake.stop();
  }
});

test('the estimate of tokens is above what four tokenizers took of these texts', () => {
  // Measured with cl100k, Llama 3, Qwen 3 and Gemma 3; the largest of them.
  expect(estimateTokens('F1 checkout p95 | p95_before=131 ms p95_after=2.41 s onset=190 s')).toBeGreaterThanOrEqual(38);
  expect(estimateTokens('x'.repeat(1000))).toBeGreaterThanOrEqual(125);
  expect(estimateTokens('2412 2413 2414 2415')).toBeGreaterThanOrEqual(19);
});

interface Recorded {
  persona: Persona;
  case: string;
  text: string;
}

test('scores on recorded answers: no cause invented, plain words never worse', { timeout: 120_000 }, async () => {
  if (isWriting)
    writeFileSync(
      RECORDED,
      `${JSON.stringify(
        PERSONAS.flatMap((persona) => CASES.map((one): Recorded => ({ persona, case: one.name, text: answerOf(persona, one) }))),
        null,
        1,
      )}\n`,
    );
  const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as Recorded[];
  const rows = CASES.map((one) => ({ author: 'plain words', group: one.group, score: scoreOf(one, plainWords(one.analysis)) }));
  let words = '';
  const fake = await FakeProvider.start(({ path }) => ({ pieces: path === '/api/show' ? ['{"capabilities":[]}'] : STREAMS.ollama(words) }));
  try {
    for (const { persona, case: name, text } of recorded) {
      const one = CASES.find((known) => known.name === name) as Case;
      words = text;
      const { analysis } = await explainAnalysis(one.analysis, { provider: 'ollama', model: 'recorded', base: fake.base });
      rows.push({ author: `recorded, ${persona}`, group: one.group, score: scoreOf(one, analysis.explanation as Explanation) });
    }
  } finally {
    await fake.stop();
  }
  console.log(scoreTable(rows));
  expect(rows.filter(({ score }) => score.invents)).toEqual([]);
  expect(rows.filter(({ score }) => !score.right)).toEqual([]);
});

/** `npm run eval -- ollama:model`: asks a real model about every case, and scores it beside plain words. */
test.runIf(process.env['HEIMR_EVAL'])('live: a real model', { timeout: 3 * 3600_000 }, async () => {
  const choice = parseModelChoice(process.env['HEIMR_EVAL'] ?? '');
  if (choice === null) throw new Error('name a model: npm run eval -- ollama:qwen3:8b');
  const rows = CASES.map((one) => ({ author: 'plain words', group: one.group, score: scoreOf(one, plainWords(one.analysis)) }));
  const author = `${choice.provider}:${choice.model}`;
  const told: string[] = [];
  for (const one of CASES) {
    // Naming it on the command line is the consent.
    const { analysis, audit } = await explainAnalysis(one.analysis, { ...choice, mayLeave: true });
    const explanation = analysis.explanation as Explanation;
    rows.push({ author, group: one.group, score: scoreOf(one, explanation) });
    told.push(JSON.stringify({ case: one.name, source: explanation.source, note: explanation.note, audit }));
    console.log(`${one.name}: ${explanation.source}, ${explanation.verified} of ${explanation.total} verified. ${explanation.note}`);
  }
  const out = process.env['HEIMR_EVAL_OUT'];
  if (out) writeFileSync(out, `${told.join('\n')}\n`);
  console.log(scoreTable(rows));
});
