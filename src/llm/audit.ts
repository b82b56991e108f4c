import type { Explanation } from '../model/explanation.js';
import type { LeftOut } from './brief.js';
import type { Exchange, Explained } from './explain.js';
import { type LanguageModel, ModelError, type ModelFacts, type ModelFault } from './model.js';

/** What was sent and received, for whoever must answer for it; holds what was sent to the last byte, and no secret and no key. */
export interface Audit {
  /** Version of this shape. */
  schemaVersion: '1.0';
  heimrVersion: string;
  provider: LanguageModel['provider'];
  model: string;
  /** Digest of the weights; null where unknown. */
  digest: string | null;
  host: string;
  isLocal: boolean;
  /** Name and digest of the prompt. */
  prompt: string;
  /** What the model was taken for. */
  facts: ModelFacts | null;
  /** Items that were shortened or left out of the brief, and why. */
  leftOut: LeftOut[];
  /** Estimated tokens of the prompt. */
  tokens: number | null;
  /** How many texts of each class were replaced before sending; never which. */
  redactions: Record<string, number>;
  /** Requests with what came back, in order. */
  exchanges: Exchange[];
  /** What became of each claim, and why. */
  verification: { part: string; written: string; status: string; why: string[] }[];
  /** Outcome. */
  note: string;
  verified: number;
  total: number;
}

/** @returns the record of an explanation */
export function auditOf(explained: Explained, model: LanguageModel, promptId: string, heimrVersion: string): Audit {
  const { explanation, exchanges, prepared, verification, facts } = explained;
  return {
    schemaVersion: '1.0',
    heimrVersion,
    provider: model.provider,
    model: model.name,
    digest: facts?.digest ?? null,
    host: model.host,
    isLocal: model.isLocal,
    prompt: promptId,
    facts,
    leftOut: prepared?.brief.leftOut ?? [],
    tokens: prepared?.tokens ?? null,
    redactions: prepared?.redactions ?? {},
    exchanges,
    verification: (verification?.claims ?? []).map(({ part, written, status, flaws }) => ({
      part,
      written,
      status,
      why: flaws.map(({ why }) => why),
    })),
    ...counts(explanation),
  };
}

const counts = ({ note, verified, total }: Explanation): Pick<Audit, 'note' | 'verified' | 'total'> => ({ note, verified, total });

/** @returns why a value is no audit; null if it is one */
export function auditFault(value: unknown): string | null {
  const audit = value as Partial<Audit> | null;
  if (typeof audit !== 'object' || audit === null) return 'it is no object';
  if (audit.schemaVersion !== '1.0') return 'its schemaVersion is not 1.0';
  if (
    !['ollama', 'openai', 'anthropic'].includes(String(audit.provider)) ||
    typeof audit.model !== 'string' ||
    typeof audit.host !== 'string'
  )
    return 'it names no model';
  if (
    !Array.isArray(audit.exchanges) ||
    !audit.exchanges.every((one) => typeof one === 'object' && one !== null && typeof (one as Exchange).body === 'string')
  )
    return 'it holds no exchanges';
  const replies = audit.exchanges.every(
    ({ reply }) => reply === null || (typeof reply === 'object' && typeof reply.text === 'string' && typeof reply.usage === 'object'),
  );
  return replies ? null : 'a reply in it is none';
}

/** A model that answers what was recorded, in order; asks nobody. */
export function recordedModel(audit: Audit): LanguageModel {
  let next = 0;
  return {
    provider: audit.provider,
    name: audit.model,
    host: audit.host,
    isLocal: audit.isLocal,
    assumedWindow: audit.facts?.window ?? 8192,
    facts: async () => audit.facts ?? { window: 8192, digest: audit.digest, thinks: false, runsAt: null },
    body: () => audit.exchanges[next]?.body ?? '',
    ask: async () => {
      const exchange = audit.exchanges[next++];
      if (exchange?.reply) return exchange.reply;
      const { fault = 'unreachable', message = 'nothing more was recorded' } = exchange?.error ?? {};
      throw new ModelError(fault as ModelFault, message, 'It is replayed as it was.');
    },
  };
}
