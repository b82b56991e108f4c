import type { ModelChoice } from './model-choice.js';

/*
 * What may leave the machine. A result file holds names, addresses and messages of somebody's system; a file that only lies in the working folder, a key
 * in the environment or a model that is local by its name only must never be enough to send them away.
 */

/** Who said what. */
export interface Consent {
  /** Where provider and model were named. */
  choiceFrom: 'flag' | 'trusted-config' | 'found-config';
  /** Where the base address comes from. */
  baseFrom: 'default' | 'environment' | 'trusted-config' | 'found-config';
}

/** @returns whether an address is this machine */
export function isLoopback(base: string): boolean {
  const { hostname } = new URL(base);
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

/** @returns whether a model of Ollama runs at its maker's by its name, whatever host is asked */
export function isCloudName(model: string): boolean {
  return /(?:[:-]cloud)$/i.test(model.trim());
}

/** @returns why nothing may be sent; null if it may */
export function refusal({ provider, model }: ModelChoice, base: string, { choiceFrom, baseFrom }: Consent): string | null {
  const local = isLoopback(base);
  const trust = 'Add --trust-config if that is meant.';
  if (local && !(provider === 'ollama' && isCloudName(model))) return null;
  if (!local && baseFrom === 'found-config')
    return `heimr.yaml was found by itself, so its address ${new URL(base).host} is not used. ${trust}`;
  if (choiceFrom === 'found-config')
    return `heimr.yaml was found by itself, so it may not send data to ${provider}. Name it with --llm, or add --trust-config.`;
  if (choiceFrom === 'trusted-config' || baseFrom === 'trusted-config') return null;
  if (provider !== 'ollama') return null;
  return local
    ? `${model} is a model of Ollama's cloud: data would leave this machine. ${trust}`
    : `Ollama at ${new URL(base).host} is not on this machine. ${trust}`;
}
