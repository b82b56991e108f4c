import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { XmlReader } from '../../src/decode/xml-reader.js';

interface Met {
  event: string;
  name: string;
  line: number;
  depth: number;
  empty: boolean;
  attributes: [string, string][];
  text: string;
}

/** All events of a document that comes in pieces. */
function eventsOf(xml: string | Uint8Array, size = Number.POSITIVE_INFINITY): Met[] {
  const bytes = typeof xml === 'string' ? new TextEncoder().encode(xml) : xml;
  const reader = new XmlReader();
  const events: Met[] = [];
  const take = (): void => {
    for (let event = reader.next(); event !== 'none'; event = reader.next()) {
      const attributes: [string, string][] = [];
      if (event === 'open') {
        const count = reader.readAttributes();
        const { bytes: tag, at } = reader.attributes;
        for (let i = 0; i < count; i++) {
          const name = new TextDecoder().decode(tag.subarray(at[i * 5], at[i * 5 + 1]));
          attributes.push([name, reader.decode(at[i * 5 + 2] as number, at[i * 5 + 3] as number)]);
        }
        reader.keepText = true;
      }
      const { name, line, depth, empty, text } = reader;
      events.push({ event, name, line, depth, empty: event === 'open' && empty, attributes, text: event === 'close' ? text : '' });
    }
  };
  for (let from = 0; from < bytes.length; from += size) {
    const piece = new Uint8Array(bytes.subarray(from, Math.min(bytes.length, from + size)));
    reader.feed(piece);
    take();
    // The bytes of a piece may be used again.
    piece.fill(0xff);
  }
  reader.end();
  take();
  return events;
}

const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/);
const character = fc.oneof(
  { weight: 10, arbitrary: fc.stringMatching(/^[ -~]$/) },
  fc.constantFrom('ü', '漢', '🦊', '\n', '\t', '\r\n', "'", '>', '/', '='),
);
const value = fc.array(character, { maxLength: 12 }).map((all) => all.join('').replace(/[&<"]/g, (c) => `&#${c.charCodeAt(0)};`));
const attributes = fc.uniqueArray(fc.tuple(name, value), { maxLength: 6, selector: ([own]) => own });
const tag = fc.record({ name, attributes, empty: fc.boolean(), text: fc.stringMatching(/^[\w ]{0,8}$/) });

type Tag = typeof tag extends fc.Arbitrary<infer T> ? T : never;

/** As programs write it. */
function plainly({ name: own, attributes: all, empty, text }: Tag): string {
  const begin = `<${own}${all.map(([key, v]) => ` ${key}="${v}"`).join('')}`;
  return empty ? `${begin}/>` : `${begin}>${text}</${own}>`;
}

/** The same with blanks where XML allows them, and none where it does not ask for any; that is read with all rules. */
function oddly({ name: own, attributes: all, empty, text }: Tag): string {
  const begin = `<${own}${all.map(([key, v]) => `  ${key} = "${v}"`).join('')} `;
  return empty ? `${begin} />` : `${begin} >${text}</${own} >`;
}

describe('XmlReader', () => {
  it('reads a tag as programs write it like one that needs all rules', () => {
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 4 }), (tags) => {
        expect(eventsOf(`<root>${tags.map(plainly).join('\n')}</root>`)).toEqual(eventsOf(`<root>${tags.map(oddly).join('\n')}</root>`));
      }),
      { numRuns: 400 },
    );
  });

  it('gives what was written, whatever pieces it comes in', () => {
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 40 }), (tags, size) => {
        const xml = `<root>${tags.map(plainly).join('\n')}</root>`;
        const events = eventsOf(xml, size);
        expect(events).toEqual(eventsOf(xml));
        const opened = events.filter(({ event }) => event === 'open').slice(1);
        const shown = (written: string): string =>
          written.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).replace(/\r\n|[\n\t]/g, ' ');
        expect(opened.map((one) => one.attributes)).toEqual(tags.map((one) => one.attributes.map(([key, v]) => [key, shown(v)])));
        expect(events.filter(({ event, depth }) => event === 'close' && depth === 1).map(({ text }) => text)).toEqual(
          tags.map(({ empty, text }) => (empty ? '' : text)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('counts the lines of a tag once it is over, in values too', () => {
    const lines = (xml: string): number[] => eventsOf(xml).map(({ line }) => line);
    expect(lines('<a>\n<b c="1\n2"/>\n<d/></a>')).toEqual([1, 2, 3, 4, 4, 4]);
  });

  it('closes what lies within an element that closes, and takes no name for another', () => {
    const short = (xml: string): string[] => eventsOf(xml).map(({ event, name: own, depth }) => `${event} ${own} ${depth}`);
    expect(short('<ab><b><c></b></ab>')).toEqual(['open ab 1', 'open b 2', 'open c 3', 'close b 1', 'close ab 0']);
    expect(short('<ab><abc></ab></abc>')).toEqual(['open ab 1', 'open abc 2', 'close ab 0']);
    expect(short('<abc></ab></abc>')).toEqual(['open abc 1', 'close abc 0']);
  });

  it('does not take a < in quotes that never end for a part of the value', () => {
    expect(eventsOf('<a b="1" c="2\n<d e="3"/>').map(({ event, name: own }) => `${event} ${own}`)).toEqual([
      'broken ',
      'open d',
      'close d',
    ]);
  });

  it('reads what is no UTF-8 by the declared encoding', () => {
    const bytes = new Uint8Array([...'<?xml version="1.0" encoding="ISO-8859-1"?><a b="'].map((c) => c.charCodeAt(0)));
    const all = new Uint8Array([...bytes, 0xe9, ...[...'"/>'].map((c) => c.charCodeAt(0))]);
    expect(eventsOf(all)[0]?.attributes).toEqual([['b', 'é']]);
  });
});
