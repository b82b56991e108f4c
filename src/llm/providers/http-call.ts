import { ModelError } from '../model.js';
import { isPassing, statusError } from './status-errors.js';

/** Attempts after the first one; longest wait between two, ms; longest answer, bytes. */
const RETRIES = 2;
const LONGEST_WAIT = 60_000;
const MAX_BYTES = 4 * 2 ** 20;
const ERROR_BYTES = 16 * 1024;

/** A request to a model. */
export interface Call {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** JSON as it is sent; absent for GET. */
  body?: string;
  about: { provider: string; model: string; key: string; pull?: string };
  /** Silence after which it is given up, ms. */
  silence: number;
  onWait?: ((ms: number, why: string) => void) | undefined;
  /** Waits; a test passes its own. */
  pause?: ((ms: number) => Promise<void>) | undefined;
}

/** Timers are for waiting only; nothing is computed from a clock. */
const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sends a request and hands on the body as text, piece by piece. What passes by itself (429, 5xx) is tried again, twice, after as long as the server
 * says; used-up money is not. Redirects are not followed: the key and the brief go to the named host only.
 * @param onPiece called with each piece; what it throws ends the call
 * @throws ModelError
 */
export async function callModel(call: Call, onPiece: (text: string) => void): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await once(call, onPiece);
    if (outcome === null) return;
    const { error, wait, retry } = outcome;
    if (attempt >= RETRIES || retry === false || !(isPassing(error) || retry === true) || (wait !== null && wait > LONGEST_WAIT))
      throw error;
    const ms = wait ?? 500 * 4 ** attempt;
    call.onWait?.(ms, error.message);
    await (call.pause ?? pauseFor)(ms);
  }
}

/** @returns null once the body was handed on; otherwise the fault, and how long the server wants to be left alone */
async function once(
  { url, headers, body, about, silence }: Call,
  onPiece: (text: string) => void,
): Promise<{ error: ModelError; wait: number | null; retry: boolean | null } | null> {
  const control = new AbortController();
  let timer = setTimeout(() => control.abort(), silence);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(), silence);
  };
  try {
    const init = {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      redirect: 'manual' as const,
      signal: control.signal,
    };
    const response = await fetch(url, body === undefined ? init : { ...init, body });
    alive();
    if (!response.ok) {
      const text = await readUpTo(response, ERROR_BYTES, alive);
      const should = response.headers.get('x-should-retry');
      return {
        error: statusError(response.status, text, about),
        wait: waitOf(response.headers),
        retry: should === null ? null : should === 'true',
      };
    }
    await read(response, onPiece, alive);
    return null;
  } catch (error) {
    if (error instanceof ModelError) throw error;
    if (control.signal.aborted)
      throw new ModelError(
        'silent',
        `${about.provider} said nothing for ${Math.round(silence / 1000)} s.`,
        'Try again, or a smaller model.',
      );
    throw unreachable(error, url, about);
  } finally {
    clearTimeout(timer);
    control.abort();
  }
}

async function read(response: Response, onPiece: (text: string) => void, alive: () => void): Promise<void> {
  if (response.body === null) return;
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    alive();
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new ModelError('garbage', `The answer is larger than ${MAX_BYTES / 2 ** 20} MiB.`, 'Try another model.');
    onPiece(decoder.decode(chunk, { stream: true }));
  }
  onPiece(decoder.decode());
}

async function readUpTo(response: Response, limit: number, alive: () => void): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    alive();
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= limit) break;
  }
  return text.slice(0, limit);
}

/** `retry-after-ms`, or `retry-after` in seconds. A date would need a clock, and none of these servers sends one. @returns ms */
function waitOf(headers: Headers): number | null {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms)) return ms;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

function unreachable(error: unknown, url: string, { provider, pull }: Call['about']): ModelError {
  const cause = (error as { cause?: { code?: string } }).cause?.code ?? '';
  const { host } = new URL(url);
  const why =
    cause === 'ECONNREFUSED'
      ? 'nobody listens there'
      : cause === 'ENOTFOUND'
        ? 'there is no such host'
        : cause === '' || cause === 'UND_ERR_SOCKET'
          ? 'the connection broke'
          : cause;
  return new ModelError(
    'unreachable',
    `${provider} at ${host} cannot be reached: ${why}.`,
    provider === 'Ollama' ? `Start it (ollama serve), and ${pull ?? 'pull a model'}.` : 'Check the base address and the network.',
  );
}
