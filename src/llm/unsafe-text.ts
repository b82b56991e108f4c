import { redact } from '../model/redact.js';

/*
 * What no explanation needs and an attacker wants: ways out (links, images), ways in (HTML, scripts), and orders to people or machines. A sentence
 * that holds one is struck whole: what is left of it would be a torso that nobody meant.
 */

const UNSAFE: readonly [name: string, pattern: RegExp][] = [
  [
    'link',
    /\b(?:https?|ftp|file|data|javascript|mailto):|\bwww\.|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|dev|example|ru|cn|xyz|top|info|app|sh|zip)\b/i,
  ],
  ['markup', /<\/?[a-z!][^>]{0,200}>|&lt;|&#\d+;|!\[|\]\s*\(|\[[^\]]*\]\s*:/i],
  [
    'command',
    /[`$]\(|\|\s*(?:sh|bash|sudo)\b|\b(?:sudo|curl|wget|rm\s+-|chmod|chown|kubectl|docker|systemctl|powershell|eval|exec|nc\s+-)\b|&&|;\s*(?:rm|cat|sh)\b|\bDROP\s+TABLE\b|\bDELETE\s+FROM\b/i,
  ],
  [
    'order',
    /\b(?:ignore|disregard|forget)\b[^.]{0,40}\b(?:previous|above|prior|all|earlier|instructions?|rules)\b|\bsystem prompt\b|\bas an ai\b|\bnew instructions?\b|\bBEGIN\b.*\bEND\b/i,
  ],
  [
    'thinking',
    /<think|<\/think|\b(?:okay|ok|hmm|wait|alright),? (?:so|let me|i |the user)|\blet me (?:think|check|see)\b|\bthe user (?:wants|asks|is asking)\b|\bI (?:need|should|will|must) (?:to )?(?:output|produce|answer|respond|write)\b/i,
  ],
  ['token', /<\||\|>|\[\/?INST\]|<<|>>|DATA [0-9a-f]{6}/],
];

/** Characters that are not seen or turn the direction of reading; letters of other alphabets that look like ours in a text of ours. */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u{e0000}-\u{e007f}]/gu;

/** What was struck from a text. */
export interface Cleaned {
  /** What is left; may be empty. */
  text: string;
  /** Why sentences were struck. */
  struck: string[];
}

/** @returns sentences; a full stop within a number or a name ends none */
export function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=["“(A-Z0-9{])/).filter((one) => one.trim() !== '');
}

/** @param text of a model, one claim */
export function cleaned(text: string): Cleaned {
  const struck: string[] = [];
  const visible = text
    .replace(HIDDEN, '')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/\s{2,}/g, ' ')
    .trim();
  if (visible !== text.trim() && HIDDEN.test(text)) struck.push('hidden characters');
  HIDDEN.lastIndex = 0;
  const kept = sentences(visible.replace(/\*\*|__|^#+\s*|^[-*]\s+/g, '')).filter((sentence) => {
    const reason = UNSAFE.find(([, pattern]) => pattern.test(sentence))?.[0] ?? (redact(sentence) === sentence ? undefined : 'secret');
    if (reason !== undefined) struck.push(reason);
    return reason === undefined;
  });
  return { text: kept.join(' '), struck };
}
