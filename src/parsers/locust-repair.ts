import { decodeText } from '../decode/byte-text.js';

/**
 * Versions up to 1.1 write rows as `"text","text",1,2.50`, and leave quotes within a text as they are. Such a line is no CSV, but it
 * begins with a quote, ends in numbers, and has as many fields as the header: where `","` parts it into as many texts, or the last text
 * alone holds some more of them, the fields are known.
 */
export function repairedRecord(line: Uint8Array, columns: number): readonly string[] | null {
  if (line.length > MAX_LINE) return null;
  const text = decodeText(line, 0, line.length).replace(/[\r\n]+$/, '');
  let tail = text.length;
  // Backwards over numbers and "N/A" to the quote that ends the last text.
  const numbers: string[] = [];
  for (;;) {
    const comma = text.lastIndexOf(',', tail - 1);
    if (comma < 0) return null;
    const field = text.slice(comma + 1, tail);
    if (!/^(?:-?\d+(?:\.\d+)?|"N\/A")$/.test(field)) break;
    numbers.unshift(field.replaceAll('"', ''));
    tail = comma;
  }
  const texts = columns - numbers.length;
  if (numbers.length === 0 || texts < 1 || text[0] !== '"' || text[tail - 1] !== '"') return null;
  const parts = text.slice(1, tail - 1).split('","');
  if (parts.length < texts) return null;
  return [...parts.slice(0, texts - 1), parts.slice(texts - 1).join('","'), ...numbers];
}

const MAX_LINE = 1 << 16;
