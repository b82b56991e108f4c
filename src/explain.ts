/** Has a model word the explanation of an analysis: chooses the wire, reads the prompt, asks, keeps the record. With files and network; the words are checked in src/llm. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HeimrError } from './errors.js';
import { type Audit, auditOf, recordedModel } from './llm/audit.js';
import { explain, type Prepared, prepare } from './llm/explain.js';
import { type LanguageModel, ModelError } from './llm/model.js';
import type { ModelChoice } from './llm/model-choice.js';
import { plainWords } from './llm/plain-words.js';
import type { PromptTexts } from './llm/prompt.js';
import { ANTHROPIC_BASE, anthropic } from './llm/providers/anthropic.js';
import { ollama } from './llm/providers/ollama.js';
import { OPENAI_BASE, openai } from './llm/providers/openai.js';
import { isLoopback } from './llm/trust.js';
import type { Analysis } from './model/analysis.js';
import { VERSION } from './version.js';

export type { Audit } from './llm/audit.js';
export type { ModelChoice } from './llm/model-choice.js';

/** Silence after which a model is given up, ms. */
const SILENCE = 180_000;

/** Which model, and how it is reached. */
export interface ExplainOptions extends ModelChoice {
  /** Base address; by default OLLAMA_HOST, OPENAI_BASE_URL, ANTHROPIC_BASE_URL or the provider's own. */
  base?: string;
  /** Key; by default OPENAI_API_KEY or ANTHROPIC_API_KEY. Null = none is sent. */
  key?: string | null;
  /** Silence after which it is given up, ms; 180 s by default. */
  silence?: number;
  /** Tokens of the model's window, where the user knows better than the server says. */
  window?: number;
  /** Whether data may go to a host that is not this machine, or to a model that runs elsewhere. False by default. */
  mayLeave?: boolean;
  /** Folder with system.md, task.md, repair.md; what it lacks is ours. */
  promptFolder?: string;
  /** Characters that came so far; waits between attempts. */
  onText?: (characters: number) => void;
  onWait?: (ms: number, why: string) => void;
}

/** What would be sent. */
export interface DryRun {
  host: string;
  /** Size of the body, bytes. */
  bytes: number;
  /** Estimated tokens of the prompt, and window that it must fit (tokens). */
  tokens: number;
  window: number;
  /** The exact body. */
  body: string;
  redactions: Record<string, number>;
  leftOut: Prepared['brief']['leftOut'];
}

/**
 * Has a model word the explanation. Whatever goes wrong with it, the analysis comes back with an explanation: then in plain words, and a note says why.
 * @throws HeimrError for a base address that is none, or a prompt folder that cannot be read
 */
export async function explainAnalysis(analysis: Analysis, options: ExplainOptions): Promise<{ analysis: Analysis; audit: Audit }> {
  const prompts = readPrompts(options.promptFolder);
  const model = guarded(wireOf(options), options);
  const explained = await explain(analysis, model, prompts, {
    ...(options.onText && { onText: options.onText }),
    ...(options.onWait && { onWait: options.onWait }),
  });
  return { analysis: { ...analysis, explanation: explained.explanation }, audit: auditOf(explained, model, prompts.id, VERSION) };
}

/** What would be sent, to the last byte. Nothing is. */
export function dryRun(analysis: Analysis, options: ExplainOptions): DryRun {
  const model = wireOf({ ...options });
  const { body, tokens, redactions, brief } = prepare(analysis, model, readPrompts(options.promptFolder), {
    window: model.assumedWindow,
    thinks: false,
  });
  return {
    host: model.host,
    bytes: Buffer.byteLength(body),
    tokens,
    window: model.assumedWindow,
    body,
    redactions,
    leftOut: brief.leftOut,
  };
}

/** Checks and words a recorded answer again. Asks nobody. */
export async function replayExplanation(analysis: Analysis, audit: Audit): Promise<Analysis> {
  const { explanation } = await explain(analysis, recordedModel(audit), readPrompts(undefined));
  return { ...analysis, explanation };
}

/** @returns the analysis with an explanation in plain words */
export function plainExplanation(analysis: Analysis): Analysis {
  return { ...analysis, explanation: plainWords(analysis) };
}

/** @returns where a provider is asked unless an option says otherwise, and whether the environment said so */
export function baseOf(
  provider: ModelChoice['provider'],
  environment: NodeJS.ProcessEnv,
): { base: string; from: 'default' | 'environment' } {
  const [name, own] = {
    ollama: ['OLLAMA_HOST', 'http://127.0.0.1:11434'],
    openai: ['OPENAI_BASE_URL', OPENAI_BASE],
    anthropic: ['ANTHROPIC_BASE_URL', ANTHROPIC_BASE],
  }[provider] as [string, string];
  const given = environment[name]?.trim() ?? '';
  if (given === '') return { base: own, from: 'default' };
  // OLLAMA_HOST may be a bare host, and 0.0.0.0 is where a server listens, not where it is asked.
  const whole = /^[a-z]+:\/\//i.test(given) ? given : `http://${given}`;
  const withPort = provider === 'ollama' && !/:\d+\/?$/.test(whole) ? `${whole.replace(/\/$/, '')}:11434` : whole;
  return { base: withPort.replace('//0.0.0.0', '//127.0.0.1'), from: 'environment' };
}

function wireOf({ provider, model, base, key, silence = SILENCE, window }: ExplainOptions): LanguageModel {
  const address = checkedBase(base ?? baseOf(provider, process.env).base);
  const fromEnvironment = { ollama: undefined, openai: process.env['OPENAI_API_KEY'], anthropic: process.env['ANTHROPIC_API_KEY'] }[
    provider
  ];
  const wire = {
    model,
    base: address,
    isLocal: isLoopback(address),
    key: key === undefined ? (fromEnvironment ?? null) : key,
    silence,
    ...(window === undefined ? {} : { window }),
  };
  return { ollama, openai, anthropic }[provider](wire);
}

/** @throws HeimrError; never repeats what could hold a password */
function checkedBase(base: string): string {
  let url: URL;
  try {
    url = new URL(base);
  } catch (error) {
    throw new HeimrError('usage', 'The base address of the model is no address.', 'Write for example http://127.0.0.1:11434.', error);
  }
  if (!/^https?:$/.test(url.protocol))
    throw new HeimrError('usage', `The base address of the model begins with ${url.protocol}.`, 'It must begin with http: or https:.');
  if (url.username !== '' || url.password !== '')
    throw new HeimrError('usage', 'The base address of the model holds a user or a password.', 'Give a key by the environment instead.');
  return url.href.replace(/\/$/, '');
}

/** The second lock: even where the caller forgot to ask, nothing leaves the machine without consent, and no key is missing unnoticed. */
function guarded(model: LanguageModel, { mayLeave = false, provider, key }: ExplainOptions): LanguageModel {
  const named = provider === 'openai' ? 'OPENAI_API_KEY' : 'ANTHROPIC_API_KEY';
  return {
    ...model,
    facts: async () => {
      if (!model.isLocal && !mayLeave)
        throw new ModelError(
          'blocked',
          `Nothing was sent: ${model.host} is not this machine.`,
          'Name the provider with --llm, or trust the configuration.',
        );
      if (provider !== 'ollama' && !model.isLocal && (key ?? process.env[named] ?? '') === '')
        throw new ModelError('auth', `${named} is not set.`, `Set ${named}.`);
      const facts = await model.facts();
      if (facts.runsAt !== null && !mayLeave)
        throw new ModelError(
          'blocked',
          `Nothing was sent: ${model.name} runs at ${facts.runsAt}, not on this machine.`,
          'Choose a local model, or add --trust-config.',
        );
      return facts;
    },
  };
}

/** @throws HeimrError where a folder that was named has none of the files */
function readPrompts(folder: string | undefined): PromptTexts {
  const own = join(dirname(createRequire(import.meta.url).resolve('heimr/package.json')), 'assets', 'prompts', 'explain');
  const read = (from: string, name: string): string | null => {
    try {
      return readFileSync(join(from, `${name}.md`), 'utf8');
    } catch {
      return null;
    }
  };
  const names = ['system', 'task', 'repair'] as const;
  const given = names.map((name) => (folder === undefined ? null : read(folder, name)));
  if (folder !== undefined && given.every((text) => text === null))
    throw new HeimrError(
      'usage',
      'The folder of the prompt holds none of system.md, task.md, repair.md.',
      'Copy them from assets/prompts/explain and change what you want.',
    );
  const [system = '', task = '', repair = ''] = names.map((name, i) => given[i] ?? read(own, name) ?? '');
  const digest = createHash('sha256').update([system, task, repair].join('\u0000')).digest('hex').slice(0, 16);
  return { system, task, repair, id: `${folder === undefined ? 'heimr-explain-1' : 'own'}@${digest}` };
}
