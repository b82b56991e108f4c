/*
 * Values in trace JSON. OTLP/JSON has ids in hex and enums as numbers; Tempo has ids in base64, enums as names, and 64-bit integers as strings.
 * Everything is `unknown` until looked at: what comes over the network may be anything.
 */

/** A JSON object; one without members where it is none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A JSON array; an empty one where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text; empty where it is none. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * An id as hex digits of full length, whether hex (leading zeros may be missing, as in Tempo's search) or base64.
 * @param digits 32 for a trace, 16 for a span
 * @returns null where there is none, or where it is all zeros
 */
export function idOf(value: unknown, digits: 16 | 32): string | null {
  const text = stringOf(value);
  if (text === '') return null;
  const hex = text.length <= digits && /^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : hexOfBase64(text, digits);
  if (hex === null || /^0+$/.test(hex)) return null;
  return hex.padStart(digits, '0');
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function hexOfBase64(text: string, digits: number): string | null {
  if (text.length > 24 || !BASE64.test(text)) return null;
  const plain = text.replace(/=+$/, '').replace(/-/g, '+').replace(/_/g, '/');
  let bits = 0;
  let count = 0;
  let hex = '';
  for (const letter of plain) {
    bits = (bits << 6) | ALPHABET.indexOf(letter);
    count += 6;
    while (count >= 4) {
      count -= 4;
      hex += ((bits >> count) & 15).toString(16);
    }
    bits &= (1 << count) - 1;
  }
  // 16 bytes are 22 letters of 6 bits: four bits too many, which are zero. Whole bytes only.
  const whole = hex.slice(0, hex.length - (hex.length % 2));
  return whole.length === digits ? whole : null;
}

/** Nanoseconds since the epoch, whole; null where it is none. As text or number: a number of this size has lost its last digits already. */
export function nanosOf(value: unknown): bigint | null {
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return BigInt(Math.round(value));
  return null;
}

/**
 * An attribute's value as text.
 * @returns null where it is bytes, a map, a list of such, or missing
 */
export function anyValueOf(value: unknown): string | null {
  const { stringValue, intValue, doubleValue, boolValue, arrayValue } = objectOf(value);
  if (typeof stringValue === 'string') return stringValue;
  const scalar = intValue ?? doubleValue ?? boolValue;
  if (typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean') return String(scalar);
  if (arrayValue === undefined) return null;
  const parts = listOf(objectOf(arrayValue)['values']).slice(0, 8).map(anyValueOf);
  return parts.every((part) => part !== null) ? parts.join(',') : null;
}
