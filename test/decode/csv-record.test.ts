import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineEnd, MAX_RECORD_BYTES, RecordEnd, RecordFields, readRecord } from '../../src/decode/csv-record.js';

const encoder = new TextEncoder();
const COMMA = 44;

function split(text: string, final = true, delimiter = COMMA) {
  const bytes = encoder.encode(text);
  const fields = new RecordFields();
  const end = readRecord(bytes, 0, bytes.length, delimiter, final, fields);
  const texts = Array.from({ length: fields.count }, (_, i) => text.slice(fields.from[i], fields.to[i]));
  return { end, texts, next: fields.next, lines: fields.lines, quoting: [...fields.quoting.subarray(0, fields.count)] };
}

describe('readRecord', () => {
  it('splits plain fields, empty ones too', () => {
    expect(split('a,,b,\nrest')).toEqual({ end: RecordEnd.line, texts: ['a', '', 'b', ''], next: 6, lines: 1, quoting: [0, 0, 0, 0] });
  });

  it.each([
    ['LF', 'a,b\nc', 4],
    ['CR LF', 'a,b\r\nc', 5],
    ['CR', 'a,b\rc', 4],
  ])('ends a record at %s', (_, text, next) => {
    expect(split(text)).toMatchObject({ end: RecordEnd.line, texts: ['a', 'b'], next, lines: 1 });
  });

  it('keeps delimiters, doubled quotes and line ends inside quotes', () => {
    const { end, texts, lines, quoting } = split('"a,b","say ""hi""","1\n2\r\n3\r4",x\n');
    expect(end).toBe(RecordEnd.line);
    expect(texts).toEqual(['a,b', 'say ""hi""', '1\n2\r\n3\r4', 'x']);
    expect(quoting).toEqual([1, 2, 1, 0]);
    expect(lines).toBe(4);
  });

  it('takes a quote inside an unquoted field as it is', () => {
    expect(split('say "hi",b\n').texts).toEqual(['say "hi"', 'b']);
  });

  it('ends with the input', () => {
    expect(split('a,b')).toMatchObject({ end: RecordEnd.input, texts: ['a', 'b'], next: 3, lines: 0 });
    expect(split('a,"b"')).toMatchObject({ end: RecordEnd.input, texts: ['a', 'b'] });
    expect(split('a,')).toMatchObject({ end: RecordEnd.input, texts: ['a', ''] });
    expect(split('a\r')).toMatchObject({ end: RecordEnd.line, texts: ['a'] });
  });

  it('tells quotes that are never closed, and text after them', () => {
    expect(split('a,"b').end).toBe(RecordEnd.openQuote);
    expect(split('a,"b"c,d\n').end).toBe(RecordEnd.malformed);
  });

  it('waits while the answer can change', () => {
    for (const text of ['a,b', 'a,"b', 'a,"b"', 'a,b\r', 'a,"b""']) expect(split(text, false).end).toBe(RecordEnd.needMore);
    expect(split('a,b\n', false).end).toBe(RecordEnd.line);
  });

  it('gives up beyond the limit, whatever is at hand', () => {
    const longest = 'x'.repeat(MAX_RECORD_BYTES - 1);
    expect(split(`${longest}\n`).end).toBe(RecordEnd.line);
    expect(split(`x${longest}\n`).end).toBe(RecordEnd.tooLong);
    expect(split(`x${longest}`, false).end).toBe(RecordEnd.tooLong);
    expect(split(longest, false).end).toBe(RecordEnd.needMore);
    expect(split(`"${longest}`).end).toBe(RecordEnd.tooLong);
  });

  it('holds any number of fields', () => {
    expect(split(`${'a,'.repeat(1000)}b\n`).texts).toHaveLength(1001);
  });

  it('gives back what was quoted', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ') });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), (fields) => {
        const text = `${fields.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`;
        const bytes = encoder.encode(text);
        const found = new RecordFields();
        expect(readRecord(bytes, 0, bytes.length, COMMA, false, found)).toBe(RecordEnd.line);
        const decoder = new TextDecoder();
        const back = fields.map((_, i) => decoder.decode(bytes.subarray(found.from[i], found.to[i])).replaceAll('""', '"'));
        expect(back).toEqual(fields);
        expect(found.next).toBe(bytes.length);
      }),
    );
  });

  it('never changes an answer once given, however much more is at hand', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.nat(30), (whole, cut) => {
        const part = split(whole.slice(0, cut), false);
        if (part.end === RecordEnd.needMore) return;
        const all = split(whole);
        expect(all.end).toBe(part.end);
        if (part.end === RecordEnd.line) expect(all).toEqual(part);
      }),
    );
  });
});

describe('lineEnd', () => {
  it('finds LF and CR', () => {
    expect(lineEnd(encoder.encode('ab\rc\n'), 0, 5)).toBe(2);
    expect(lineEnd(encoder.encode('ab\rc\n'), 3, 5)).toBe(4);
    expect(lineEnd(encoder.encode('abc'), 0, 3)).toBe(-1);
  });
});
