import type { Analysis, Explanation } from '../model/analysis.js';
import { type Answer, answerSchema } from './answer.js';
import { type Brief, packBrief } from './brief.js';
import { compose } from './compose.js';
import { type Ask, type AskHooks, type LanguageModel, type Message, ModelError, type ModelFacts, type Reply } from './model.js';
import { parseAnswer } from './parse-answer.js';
import { plainWords } from './plain-words.js';
import { type PromptTexts, repairMessage, systemMessage, taskMessage } from './prompt.js';
import { Pseudonyms, secretsIn } from './pseudonyms.js';
import { subjectOf } from './subject.js';
import { estimateTokens } from './tokens.js';
import { type Verification, verifyAnswer } from './verify.js';

/** Tokens kept for an answer, and for one that is thought about first. */
const OUTPUT = 1500;
const THOUGHTFUL_OUTPUT = 4000;
/** Largest brief (tokens): more distracts small models; large ones bear more. */
const LOCAL_BRIEF = 4000;
const CLOUD_BRIEF = 10_000;
/** Smallest brief that is worth asking about (tokens), and share of the window that is kept free. */
const LEAST_BRIEF = 300;
const MARGIN = 0.05;
/** A prompt that the server counts as less than this share of our estimate was cut on the way. Estimates are 1 to 50 % high. */
const CUT = 0.5;

/** What is sent, before it is. */
export interface Prepared {
  brief: Brief;
  ask: Ask;
  /** Exact body of the first request. */
  body: string;
  /** Estimated tokens of the prompt. */
  tokens: number;
  /** How many texts of each class were replaced. */
  redactions: Record<string, number>;
  pseudonyms: Pseudonyms;
}

/** One request and what came of it; what `--audit` keeps and `--replay` reads. */
export interface Exchange {
  body: string;
  reply: Reply | null;
  error: { fault: string; message: string } | null;
}

/** An explanation, and how it came about. */
export interface Explained {
  explanation: Explanation;
  exchanges: Exchange[];
  /** The last request that was prepared; null where none could be. */
  prepared: Prepared | null;
  verification: Verification | null;
  facts: ModelFacts | null;
}

/**
 * @param most tokens for the brief, where a larger one did not fit
 * @returns the request for a model, with secrets and personal data replaced; nothing is sent
 */
export function prepare(
  analysis: Analysis,
  model: LanguageModel,
  prompts: PromptTexts,
  facts: Pick<ModelFacts, 'window' | 'thinks'>,
  most = Number.POSITIVE_INFINITY,
): Prepared {
  const subject = subjectOf(analysis);
  const output = facts.thinks ? THOUGHTFUL_OUTPUT : OUTPUT;
  const fixed =
    estimateTokens(systemMessage(prompts, subject)) +
    estimateTokens(taskMessage(prompts, '', subject)) +
    estimateTokens(JSON.stringify(answerSchema(subject)));
  const room = Math.floor(facts.window * (1 - MARGIN)) - output - fixed;
  const budget = Math.max(LEAST_BRIEF, Math.min(room, model.isLocal ? LOCAL_BRIEF : CLOUD_BRIEF, most));
  const brief = packBrief(analysis, subject, budget);
  const pseudonyms = new Pseudonyms();
  const messages: Message[] = [
    { role: 'system', content: pseudonyms.mask(systemMessage(prompts, brief.subject)) },
    { role: 'user', content: pseudonyms.mask(taskMessage(prompts, brief.text, brief.subject)) },
  ];
  const ask: Ask = { messages, schema: answerSchema(brief.subject), window: facts.window, output };
  const tokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  return { brief, ask, body: model.body(ask), tokens, redactions: pseudonyms.counts(), pseudonyms };
}

/**
 * Has a model word the explanation, and checks every word of it. Never throws for what a model or its server does: then the explanation is in plain
 * words, and its note says why.
 */
export async function explain(analysis: Analysis, model: LanguageModel, prompts: PromptTexts, hooks: AskHooks = {}): Promise<Explained> {
  const exchanges: Exchange[] = [];
  const plain = plainWords(analysis);
  let prepared: Prepared | null = null;
  let facts: ModelFacts | null = null;
  try {
    facts = await model.facts();
    prepared = prepare(analysis, model, prompts, facts);
    let reply: Reply;
    try {
      reply = await send(model, prepared, exchanges, hooks);
    } catch (error) {
      if (!(error instanceof ModelError) || error.fault !== 'overflow') throw error;
      prepared = prepare(analysis, model, prompts, facts, smaller(error, prepared));
      reply = await send(model, prepared, exchanges, hooks);
    }
    const first = checked(reply, prepared);
    const best = first.errors.length === 0 ? first : await repaired(first, reply, model, prepared, prompts, exchanges, hooks);
    if (best.verification === null)
      throw new ModelError('garbage', `The answer cannot be used: ${best.errors[0] ?? 'it is empty'}`, 'Try a larger model.');
    const explanation = compose(best.verification, plain, { source: model.provider, model: model.name });
    return { explanation, exchanges, prepared, verification: best.verification, facts };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const note = `${model.provider}, model ${model.name}, was asked and did not help: ${error.message} ${error.hint}`;
    return { explanation: { ...plain, note }, exchanges, prepared, verification: null, facts };
  }
}

/** The last gate: what still holds a secret is not sent. */
async function send(
  model: LanguageModel,
  prepared: Pick<Prepared, 'ask' | 'tokens'>,
  exchanges: Exchange[],
  hooks: AskHooks,
): Promise<Reply> {
  const body = model.body(prepared.ask);
  const secrets = secretsIn(body);
  if (secrets.length > 0)
    throw new ModelError(
      'blocked',
      `Nothing was sent: the request still held a secret (${secrets.join(', ')}).`,
      'Please report this, without the secret.',
    );
  try {
    const reply = await model.ask(prepared.ask, hooks);
    exchanges.push({ body, reply, error: null });
    const { input } = reply.usage;
    if (input !== null && input < CUT * prepared.tokens)
      throw new ModelError(
        'overflow',
        `The server read ${input} tokens of about ${prepared.tokens}: it cut the prompt off.`,
        'Use a model with a larger window.',
        { sent: prepared.tokens, limit: input },
      );
    if (reply.text.trim() === '')
      throw new ModelError(reply.finish === 'length' ? 'length' : 'garbage', 'The answer is empty.', 'Try another model.');
    return reply;
  } catch (error) {
    if (error instanceof ModelError) exchanges.push({ body, reply: null, error: { fault: error.fault, message: error.message } });
    throw error;
  }
}

/** Tokens for a brief that fits: by as much less as the provider says, and a little more. */
function smaller({ room: { sent, limit } }: ModelError, { tokens, brief }: Prepared): number {
  const ratio = limit === null ? 0.5 : limit / (sent ?? tokens);
  return Math.floor(brief.tokens * Math.min(0.8, Math.max(0.1, ratio * 0.8)));
}

interface Outcome {
  verification: Verification | null;
  errors: string[];
}

function checked(reply: Reply, { brief, pseudonyms }: Prepared): Outcome {
  const { answer, errors } = parseAnswer(reply.text);
  if (answer === null)
    return { verification: null, errors: reply.finish === 'length' ? ['The answer was cut off: write fewer and shorter claims.'] : errors };
  const restored: Answer = { ...answer, claims: answer.claims.map((claim) => ({ ...claim, text: pseudonyms.restore(claim.text) })) };
  const verification = verifyAnswer(restored, brief.subject);
  return { verification, errors: [...errors, ...verification.errors] };
}

/** One second chance; the better of the two answers counts. */
async function repaired(
  first: Outcome,
  reply: Reply,
  model: LanguageModel,
  prepared: Prepared,
  prompts: PromptTexts,
  exchanges: Exchange[],
  hooks: AskHooks,
): Promise<Outcome> {
  const messages: Message[] = [
    ...prepared.ask.messages,
    { role: 'assistant', content: prepared.pseudonyms.mask(reply.text.slice(0, 20_000)) },
    { role: 'user', content: prepared.pseudonyms.mask(repairMessage(prompts, first.errors)) },
  ];
  try {
    const second = checked(await send(model, { ask: { ...prepared.ask, messages }, tokens: 0 }, exchanges, hooks), prepared);
    return merit(second) >= merit(first) ? second : first;
  } catch (error) {
    if (error instanceof ModelError) return first;
    throw error;
  }
}

/** Claims that hold, less those that are struck. */
function merit({ verification }: Outcome): number {
  if (verification === null) return Number.NEGATIVE_INFINITY;
  const count = (...wanted: string[]): number => verification.claims.filter(({ status }) => wanted.includes(status)).length;
  return count('verified', 'corrected') - count('removed') + (verification.cause === null ? 0 : 1);
}
