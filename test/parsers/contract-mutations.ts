/** Files made wrong, so that what breaks one can be repeated from its seed. */

/** xorshift32, so that a failure can be repeated. */
export function seeded(seed: number): (below: number) => number {
  let x = seed * 2654435761 || 1;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

const HOSTILE = [
  '\u0000',
  '"',
  '\\',
  '\n',
  '\t',
  '<',
  '{',
  '}',
  ',',
  '__proto__',
  '1e999',
  '-1',
  '99999999999999999999',
  'NaN',
  '\u{1f680}',
];

/** The bytes with one thing wrong: a byte flipped, a stretch taken out or doubled, hostile text or random bytes put in. */
export function mutated(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const at = random(bytes.length);
  const length = 1 + random(40);
  const before = bytes.subarray(0, at);
  switch (random(5)) {
    case 0: {
      const flipped = new Uint8Array(bytes);
      flipped[at] = random(256);
      return flipped;
    }
    case 1:
      return joined(before, bytes.subarray(at + length));
    case 2:
      return joined(before, bytes.subarray(at, at + length), bytes.subarray(at));
    case 3:
      return joined(before, new TextEncoder().encode(HOSTILE[random(HOSTILE.length)] as string), bytes.subarray(at));
    default:
      return joined(
        before,
        Uint8Array.from({ length }, () => random(256)),
        bytes.subarray(at),
      );
  }
}

/** Bytes one after the other. */
export function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Bytes that part records and fields in one of the formats. */
const BORDERS = ['\n', ',', '\t', '{', '<', '"'].map((text) => text.charCodeAt(0));

/** The bytes with records or fields doubled, dropped or swapped: what two of the format's own borders enclose. */
export function restructured(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const border = BORDERS[random(BORDERS.length)] as number;
  const cut = (from: number): number => {
    const at = bytes.indexOf(border, from);
    return at < 0 ? from : at;
  };
  const a = cut(random(bytes.length));
  const b = Math.max(a, cut(Math.min(bytes.length - 1, a + 1)));
  const c = Math.max(b, cut(Math.min(bytes.length - 1, b + 1 + random(200))));
  const [head, first, second, tail] = [bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b, c), bytes.subarray(c)];
  switch (random(4)) {
    case 0:
      return joined(head, second, first, tail);
    case 1:
      return joined(head, first, first, second, tail);
    case 2:
      return joined(head, second, tail);
    default:
      return joined(head, first, new TextEncoder().encode(HOSTILE[random(HOSTILE.length)] as string), second, tail);
  }
}
