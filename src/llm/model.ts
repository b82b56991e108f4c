/*
 * The port to language models: what the explanation asks of one, and what can go wrong. Wires (src/llm/providers) fill it; a recorded answer does, too.
 */

/** One message of a conversation. */
export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What a model is asked. */
export interface Ask {
  messages: readonly Message[];
  /** JSON Schema of the answer. */
  schema: object;
  /** Window that is asked for (tokens), prompt and answer together. */
  window: number;
  /** Tokens of it that are kept for the answer. */
  output: number;
}

/** What a model is like. */
export interface ModelFacts {
  /** Window that can be used (tokens). */
  window: number;
  /** Digest of the weights; null where unknown. */
  digest: string | null;
  /** Whether it thinks before it answers, which needs room. */
  thinks: boolean;
  /** Host that really runs it, where that is not the one that is asked; null otherwise. */
  runsAt: string | null;
}

/** What came back. */
export interface Reply {
  /** The answer, thinking apart. */
  text: string;
  /** Tokens as the provider counts them; null where it does not say. */
  usage: { input: number | null; output: number | null };
  /** Why it ended. */
  finish: 'stop' | 'length';
  /** Body as it came, whole. */
  raw: string;
}

/** Progress of an answer. */
export interface AskHooks {
  /** Characters of thinking and of the answer so far. */
  onText?: (characters: number) => void;
  /** A wait before another attempt, ms. */
  onWait?: (ms: number, why: string) => void;
}

/** A language model behind its wire. */
export interface LanguageModel {
  readonly provider: 'ollama' | 'openai' | 'anthropic';
  readonly name: string;
  /** Where it is asked: scheme, host and port. */
  readonly host: string;
  /** Whether that is this machine. */
  readonly isLocal: boolean;
  /** Tokens that its window is taken for where it cannot be asked. */
  readonly assumedWindow: number;
  /** Asks what it is like. @throws ModelError */
  facts(): Promise<ModelFacts>;
  /** @returns the body as it would be sent, to the last byte; nothing is sent */
  body(ask: Ask): string;
  /** Asks, and waits for the whole answer. @throws ModelError */
  ask(ask: Ask, hooks?: AskHooks): Promise<Reply>;
}

/** What went wrong with a model. None of it ends a run. */
export type ModelFault =
  | 'unreachable' // nobody answers there
  | 'silent' // it began, and then nothing came
  | 'auth' // no key, a wrong one, or one that may not
  | 'missing' // no such model
  | 'money' // quota or credit is used up
  | 'rate' // too many requests, still after waiting
  | 'overload' // the server is busy, still after waiting
  | 'overflow' // the prompt does not fit
  | 'refusal' // the model or a filter refuses
  | 'length' // the answer was cut off
  | 'garbage' // what came is not of the protocol
  | 'rejected' // the request is not accepted
  | 'redirect' // it wants us to go elsewhere
  | 'blocked'; // we did not send it

/** Why there is no answer. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  /**
   * @param fault machine-readable
   * @param message what happened, without secrets
   * @param hint what to do
   * @param room for an overflow: tokens that were sent and that there is room for, where the provider says
   */
  constructor(
    readonly fault: ModelFault,
    message: string,
    readonly hint: string,
    readonly room: { sent: number | null; limit: number | null } = { sent: null, limit: null },
  ) {
    super(message);
  }
}
