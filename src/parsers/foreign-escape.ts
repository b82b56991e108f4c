/**
 * Makes text from a file safe to print: control characters, line separators, direction marks and broken bytes come out
 * as escapes, so that a file cannot steer the reader's terminal.
 */

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

// Cc and Cf hold the controls and the invisible formatters, Zl and Zp the separators, Cs lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

function escapeCharacter(char: string): string {
  if (!UNSAFE.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  return NAMED[char] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`);
}

/**
 * Escapes text and cuts it between two characters.
 * @param limit most characters of the outcome, the ellipsis not counted
 */
export function escapeText(text: string, limit: number): string {
  let safe = '';
  for (const char of text) {
    const next = escapeCharacter(char);
    if (safe.length + next.length > limit) return `${safe}…`;
    safe += next;
  }
  return safe;
}

/** Escapes the beginning of bytes: as UTF-8 where they are that, byte by byte where they are not. */
export function escapeBytes(bytes: Uint8Array, limit: number): string {
  const start = bytes.subarray(0, limit * 4);
  try {
    return escapeText(new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true }), limit);
  } catch {
    // Not UTF-8: letters of an old code page are not guessed at, they are shown as bytes.
    let text = '';
    for (const byte of start) {
      const next = byte < 0x80 ? escapeCharacter(String.fromCharCode(byte)) : `\\x${byte.toString(16)}`;
      if (text.length + next.length > limit) return `${text}…`;
      text += next;
    }
    return text;
  }
}
