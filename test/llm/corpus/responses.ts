import { CASES } from '../cases.js';
import { type ProviderName, STREAMS } from '../fake-provider.js';
import { BAD, type Bad, GOOD, type Said } from './authored.js';

/** A whole response of a provider, as it is stored. */
export interface Stored {
  id: string;
  class: string;
  provider: ProviderName;
  case: string;
  /** Texts of claims that are true, and of claims that are not. */
  truths: string[];
  lies: string[];
  /** Body, whole. */
  body: string;
}

const PROVIDERS: readonly ProviderName[] = ['ollama', 'openai', 'anthropic'];

const claims = (all: readonly Said[]): object[] => all.map(([part, text, ...evidence]) => ({ part, text, evidence }));

/** True claims that a wrong answer stands among. */
const COMPANY: readonly Said[] = [['ruled-out', 'A load generator that cannot keep up was looked for and not found.', 'N1']];

/** @returns all answers as their providers would stream them */
export function responses(): { bad: Stored[]; good: Stored[] } {
  const bad = BAD.map((one, i): Stored => {
    const provider = PROVIDERS[i % 3] as ProviderName;
    const isHealthy = CASES.find(({ name }) => name === one.case)?.group === 'healthy';
    const said = [...COMPANY.filter(() => one.case !== 'dropped iterations'), ...one.lies];
    const cause = one.cause ?? (isHealthy || one.class === 'no abstention' ? 'none' : 'C1');
    const answer = {
      assessment: 'I looked at the items.',
      outcome: one.outcome ?? (isHealthy ? 'healthy' : 'explained'),
      causes: [{ cause, evidence: cause === 'C2' ? ['E3'] : ['E1', 'F1'], chain: one.chain ?? [] }],
      claims: claims(said),
    };
    const { text, reason } = spoilt(JSON.stringify(answer), one);
    return {
      id: `bad-${i + 1}`,
      class: one.class,
      provider,
      case: one.case,
      truths: COMPANY.map(([, words]) => words),
      lies: one.lies.map(([, words]) => words),
      body: STREAMS[provider](text, { reason }).join(''),
    };
  });
  const good = GOOD.map((one, i): Stored => {
    const provider = PROVIDERS[i % 3] as ProviderName;
    const evidence = [...new Set(one.claims.flatMap(([, , ...ids]) => ids))].filter((id) => /^[EF]/.test(id));
    const answer = {
      assessment: 'The items agree.',
      outcome: one.outcome,
      causes: one.cause === 'none' ? [] : [{ cause: one.cause, evidence, chain: one.chain ?? [] }],
      claims: claims(one.claims),
    };
    return {
      id: `good-${i + 1}`,
      class: 'good',
      provider,
      case: one.case,
      truths: one.claims.map(([, words]) => words),
      lies: [],
      body: STREAMS[provider](JSON.stringify(answer)).join(''),
    };
  });
  return { bad, good };
}

function spoilt(text: string, { spoil, lies }: Bad): { text: string; reason: string } {
  const at = text.indexOf(lies[0]?.[1].slice(0, 20) ?? '');
  switch (spoil) {
    case 'cut':
      return { text: text.slice(0, at + 25), reason: 'length' };
    case 'cut in a number':
      return { text: `${text.slice(0, at + 40)}12`, reason: 'length' };
    case 'twice':
      return { text: text.slice(0, at + 30) + text, reason: 'stop' };
    case 'prose':
      return { text: `Here is what I found. ${lies.map(([, words]) => words).join(' ')}`, reason: 'stop' };
    case 'think':
      return { text: `<think>Okay, so the user wants JSON. 2380 ms is a lot.</think>\n${text}`, reason: 'stop' };
    case 'think without end':
      return { text: `<think>${text}`, reason: 'stop' };
    case 'huge':
      return { text: text.replace('"claims":[', `"claims":[${`${JSON.stringify(claims(lies)[0])},`.repeat(1200)}`), reason: 'stop' };
    case 'claims as text':
      return {
        text: text.replace(/"claims":\[.*\]/, `"claims":${JSON.stringify(lies.map(([, words]) => words).join(' '))}`),
        reason: 'stop',
      };
    default:
      return { text, reason: 'stop' };
  }
}
