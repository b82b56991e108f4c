import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendReply } from '../observability/connection.js';

/** Tries of one request in all. */
const TRIES = 3;
/** Answers after which the same request may work a little later. */
const LATER: ReadonlySet<number> = new Set([429, 502, 503]);
/** First wait where the backend does not say how long, ms; doubled each time. */
const WAIT_MS = 250;
/** Longest wait, ms. */
const MAX_WAIT_MS = 10_000;

/** One answer, and how long the backend wants to be left alone, ms; null where it does not say. */
export interface Tried {
  reply: BackendReply;
  retryAfter: number | null;
}

/** Tries again what may work later. Once that was in vain, requests are tried once each until one succeeds: waiting for each would take hours. */
export class Retries {
  #inVain = false;

  /** @param timeout what one request may cost with all its waits, ms */
  constructor(readonly timeout: number) {}

  /** @returns the first answer that is worth more than another try, or the last one */
  async answer(once: () => Promise<Tried>): Promise<BackendReply> {
    const until = Date.now() + this.timeout;
    for (let tries = 1; ; tries++) {
      const { reply, retryAfter } = await once();
      if (!LATER.has(reply.status)) {
        this.#inVain = false;
        return reply;
      }
      const wait = retryAfter ?? WAIT_MS * 2 ** (tries - 1);
      if (this.#inVain || tries === TRIES || wait > MAX_WAIT_MS || Date.now() + wait > until) {
        this.#inVain = true;
        return reply;
      }
      await sleep(wait);
    }
  }
}

/**
 * What a `retry-after` says.
 * @param text seconds, or a date
 * @param now ms epoch
 * @returns ms; null where it says neither
 */
export function waitOf(text: string, now: number): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return text === '' || Number.isNaN(date) ? null : Math.max(0, date - now);
}
