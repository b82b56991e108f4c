/** One line for whoever has a model at hand and does not know that it can be used. */

import { DEFAULT_OLLAMA_MODEL } from '../llm/catalog.js';

const ADDRESS = 'http://127.0.0.1:11434/api/tags';
/** Longer than a local server takes, shorter than anybody notices (ms). */
const PATIENCE = 300;

/**
 * Asks this machine, and no other, whether Ollama runs here. Nothing of the run is sent.
 * @returns a line that says how to use it; empty where it does not run
 */
export async function localModelHint(): Promise<string> {
  try {
    const response = await fetch(ADDRESS, { signal: AbortSignal.timeout(PATIENCE), redirect: 'error' });
    const { models } = (await response.json()) as { models?: { name?: unknown; remote_host?: unknown }[] };
    if (!response.ok || !Array.isArray(models)) return '';
    const local = models.filter(
      ({ name, remote_host }) =>
        typeof name === 'string' && /^[A-Za-z0-9._:/-]{1,80}$/.test(name) && !/[:-]cloud$/.test(name) && !remote_host,
    );
    const name = local.find(({ name }) => /^(?:qwen|llama)/.test(String(name)))?.name ?? local[0]?.name;
    if (name === undefined)
      return `Ollama runs here without a model: ollama pull ${DEFAULT_OLLAMA_MODEL}, then add --llm ollama to have it word the explanation.\n`;
    return `Ollama runs here: --llm ollama:${String(name)} has it word the explanation, on this machine, and checks every word.\n`;
  } catch {
    return '';
  }
}
