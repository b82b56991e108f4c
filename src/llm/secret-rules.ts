/*
 * What must not leave: secrets (a hit on the finished request blocks it) and personal data or addresses (replaced by pseudonyms). Patterns of the issuers
 * where they publish one; what is only long and random is caught by its entropy.
 */

import { KEY_FORMATS } from '../model/key-formats.js';

/** One kind of text that is taken out. */
export interface SecretRule {
  /** Class; the pseudonym bears its name: `<EMAIL_1>`. */
  name: string;
  /** Global; group 1, where there is one, is what is taken out. */
  pattern: RegExp;
  /** A secret blocks the request if it is still there at the end; personal data do not. */
  secret: boolean;
  /** Says that a hit is none: check digit wrong, too even. */
  unless?: (hit: string) => boolean;
}

/** In order: what is more certain first, so that a token within a URL is found as a token. */
export const SECRET_RULES: readonly SecretRule[] = [
  ...KEY_FORMATS.map(({ name, pattern }) => ({ name, secret: true, pattern })),
  {
    name: 'PASSWORD',
    secret: true,
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^/\s:@"'<>]{0,128}:([^/\s@"'<>]{1,256})@/gi,
    unless: (hit) => hit === '***',
  },
  {
    name: 'TOKEN',
    secret: true,
    pattern: /\b(?:Bearer|Basic|Digest|Negotiate|Token)\s{1,3}(?=[^\s"',;<>]*[\d=])([A-Za-z0-9._~+/=-]{8,})/gi,
  },
  {
    name: 'SECRET',
    secret: true,
    pattern:
      /\b(?:[a-z0-9]+[_-])*(?:password|passwd|passphrase|pwd|secret|secret[_-]?key|client[_-]?secret|api[_-]?key|apikey|access[_-]?key|access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|csrf[_-]?token|session[_-]?id|sessionid|jsessionid|phpsessid|private[_-]?key|connection[_-]?string|account[_-]?key|sharedaccesskey)["']?\s{0,3}(?:[:=]|=>)\s{0,3}["']?([^\s"'&,;<>{}\\]{3,256})/gi,
    unless: (hit) =>
      /^(?:\*+|null|none|true|false|undefined|required|missing|invalid|expired|wrong|empty|<[A-Z_]+_\d+>?|\$\{.*|string|text)$/i.test(hit),
  },
  {
    name: 'TOKEN',
    secret: true,
    pattern: /[?&;](?:token|sig|signature|code|key|auth|x-amz-signature|x-amz-credential|x-amz-security-token)=([^&#\s"'<>]{6,512})/gi,
    unless: (hit) => hit.startsWith('***') || hit.startsWith('<'),
  },
  {
    name: 'TOKEN',
    secret: true,
    pattern: /\b(?:set-)?cookie\s{0,3}[:=]\s{0,3}([^\r\n"']{4,1024})/gi,
    unless: (hit) => /^(?:<|\*)/.test(hit),
  },
  { name: 'EMAIL', secret: false, pattern: /\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\b/g },
  { name: 'CARD', secret: false, pattern: /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/g, unless: (hit) => !isCard(hit) },
  { name: 'IBAN', secret: false, pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g, unless: (hit) => !isIban(hit) },
  {
    name: 'IP',
    secret: false,
    pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/g,
    unless: (hit) => /^(?:127\.0\.0\.1|0\.0\.0\.0)$/.test(hit),
  },
  {
    name: 'IP',
    secret: false,
    pattern:
      /(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}(?![\w:])/gi,
    unless: (hit) => /^\d{1,2}:\d{2}:\d{2}$/.test(hit) || !/[a-f]|::/i.test(hit) || hit.length < 8,
  },
  { name: 'MAC', secret: false, pattern: /\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi },
  { name: 'UUID', secret: false, pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi },
  {
    name: 'RANDOM',
    secret: true,
    pattern: /(?<![A-Za-z0-9_+/=-])[A-Za-z0-9_+/-]{24,512}={0,2}(?![A-Za-z0-9_+/=-])/g,
    unless: (hit) => !isRandom(hit),
  },
];

/** Luhn's check digit, and a first digit that issuers have. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (!/^[3-6]/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 13616: the rest of the number, first four characters behind, by 97 is 1. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '');
  const moved = `${plain.slice(4)}${plain.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of moved) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Long, of three kinds of characters, and each of them about as rare: no word, path, trace id or identifier of a metric. */
function isRandom(text: string): boolean {
  const plain = text.replace(/=+$/, '');
  if (!/[a-z]/.test(plain) || !/[A-Z]/.test(plain) || !/\d/.test(plain)) return false;
  if ((plain.match(/\//g)?.length ?? 0) > plain.length / 12) return false;
  const counts = new Map<string, number>();
  for (const character of plain) counts.set(character, (counts.get(character) ?? 0) + 1);
  const entropy = [...counts.values()].reduce((bits, n) => bits - (n / plain.length) * Math.log2(n / plain.length), 0);
  const changes = plain.match(/[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]/g)?.length ?? 0;
  return entropy >= 3.8 && changes >= plain.length / 6;
}
