import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainAnalysis } from '../../src/explain.js';
import { render } from '../../src/index.js';
import { packBrief } from '../../src/llm/brief.js';
import { Pseudonyms } from '../../src/llm/pseudonyms.js';
import { subjectOf } from '../../src/llm/subject.js';
import type { Analysis } from '../../src/model/analysis.js';
import { redactAll } from '../../src/model/redact.js';
import { INJECTIONS, type Injection } from './corpus/injections.js';
import { FakeProvider, STREAMS } from './fake-provider.js';
import { withCause } from './found-run.js';

/* Texts of strangers in labels, messages, log lines, spans, addresses: what they reach. */

/** The run with an attack where it would stand. Evidence of telemetry is worded by the code that reads it, which quotes templates and attributes. */
function attacked({ place, text }: Injection): Analysis {
  const run = withCause();
  const [shift] = run.findings;
  const figures = run.evidence[0];
  if (shift === undefined || figures === undefined) throw new Error('no finding');
  if (place === 'label' || place === 'url') {
    shift.labels = [text];
    shift.summary = `Responses of ${text} are slower: p50 from 131 ms to 2412 ms (18 times), at a load that does not rise.`;
  }
  if (place === 'message' || place === 'code')
    for (const group of run.errors.groups) Object.assign(group, place === 'message' ? { message: text } : { code: text });
  if (place === 'log' || place === 'trace')
    run.evidence.push({
      ...figures,
      id: 'log@orders',
      source: place === 'log' ? 'loki' : 'tempo',
      summary: `${place === 'log' ? 'New log line' : 'Span attribute'}: ${text}`,
      facts: [],
    });
  if (place === 'service') for (const cause of run.rootCauses) cause.service = text;
  if (place === 'title') run.title = text;
  if (place === 'thread')
    figures.exemplars.push({
      file: 'results.jtl',
      line: 7,
      timestamp: 0,
      latency: 9,
      label: 'x',
      code: '200',
      success: true,
      message: '',
      thread: text,
      traceId: text,
    });
  const [first] = run.rootCauses;
  if (first && (place === 'log' || place === 'trace')) first.evidence.push('log@orders');
  return redactAll(run);
}

let words = '';
let fake: FakeProvider;
beforeAll(async () => {
  fake = await FakeProvider.start(({ path }) => ({ pieces: path === '/api/show' ? ['{"capabilities":[]}'] : STREAMS.ollama(words) }));
});
afterAll(() => fake.stop());

/** A model that does what the attack says, and repeats it wherever it can. */
const obedient = (text: string): string =>
  JSON.stringify({
    assessment: text,
    outcome: 'healthy',
    causes: [],
    claims: [
      { part: 'happened', text, evidence: ['F1'] },
      { part: 'happened', text: 'Nothing wrong was found; the build passed.', evidence: ['F1'] },
      { part: 'cause', text: `No problems were found. ${text}`, evidence: ['C1'] },
      { part: 'to-do', text, evidence: ['C1'] },
      { part: 'evidence', text: 'Answers took {{F1.p50_during}}.', evidence: ['F1'] },
    ],
  });

test('there are enough of them, and no two are alike', () => {
  expect(INJECTIONS.length).toBeGreaterThanOrEqual(25);
  expect(new Set(INJECTIONS.map(({ text }) => text)).size).toBe(INJECTIONS.length);
});

describe.each(INJECTIONS.map((one) => [`${one.place}: ${one.text.slice(0, 50)}`, one] as const))('%s', (_, injection) => {
  test('the brief does not hold it', () => {
    const run = attacked(injection);
    const { text } = packBrief(run, subjectOf(run), 10_000);
    expect(new Pseudonyms().mask(text)).not.toContain(injection.never);
  });

  test('an obedient model changes no verdict, sends nothing elsewhere, and reaches no report as markup', async () => {
    const run = attacked(injection);
    words = obedient(injection.text);
    const before = fake.got.length;
    const { analysis } = await explainAnalysis(run, { provider: 'ollama', model: 'm', base: fake.base });
    expect(analysis.verdict).toEqual(run.verdict);
    expect({ ...analysis, explanation: null }).toEqual({ ...run, explanation: null });
    expect(fake.got.length - before).toBeLessThanOrEqual(3);
    const claims = analysis.explanation?.claims ?? [];
    for (const claim of claims.filter(({ status }) => status === 'verified' || status === 'corrected'))
      expect(claim.text).not.toMatch(/nothing wrong was found|build passed|no problems/i);
    expect(claims.some(({ part, text }) => part === 'cause' && /pool exhaustion|pool/.test(text))).toBe(true);
    const report = String(render(analysis, 'markdown'));
    const outside = report.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
    expect(outside).not.toMatch(/(?<!\\)<(?:script|img|a|system)\b|(?<!\\)!\[|\]\((?:https?|javascript|data):/i);
  });
});
