import type { BackendReply } from './connection.js';

const MAX_MESSAGE = 300;
/** Control characters, and marks that turn the direction of a line. */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** JSON of an answer. @throws Error where it is none, or not what the address should give */
export function jsonOf(reply: BackendReply): unknown {
  const text = reply.body.trimStart();
  if (text.startsWith('<'))
    throw new Error('a web page came back, so this address is not the backend (a login page or proxy may stand before it)');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(text === '' ? 'it is empty' : 'it is no JSON, or it is cut short');
  }
}

/** What an answer with an error status says. Prometheus says errors as JSON, Loki and Tempo as plain text. */
export function errorText(reply: BackendReply): string {
  const text = reply.body.trimStart();
  if (text.startsWith('<')) return 'a web page came back, so this address is not the backend';
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error;
  } catch {
    // Plain text, as it is.
  }
  return text === '' ? 'no reason given' : text;
}

/** A text of a backend as it may be shown: on one line, bounded, without anything that steers a terminal. */
export function shownText(text: string): string {
  const clean = text.replace(STEERING, ' ').trim();
  return clean.length > MAX_MESSAGE ? `${clean.slice(0, MAX_MESSAGE)}…` : clean;
}
