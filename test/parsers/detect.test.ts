import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeimrError } from '../../src/errors.js';
import { parsers } from '../../src/parsers/catalog.js';
import { detectParser } from '../../src/parsers/detect.js';
import { HEAD_BYTES } from '../../src/parsers/foreign-view.js';
import type { Grade, Parser } from '../../src/parsers/parser.js';
import { bytesOf, foreignHeads } from './foreign-heads.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function fake(id: string, grade: Grade | ((head: Uint8Array, name: string) => Grade)): Parser {
  return {
    id,
    title: id.toUpperCase(),
    docs: `docs/parsers/${id}.md`,
    granularity: 'samples',
    detect: (head, name) => (typeof grade === 'string' ? grade : grade(head, name)),
    open: () => Promise.reject(new Error('not opened in this test')),
  };
}

/** The error of a refusal; fails if there is none. */
function refusal(head: Uint8Array, name: string, from: readonly Parser[] = parsers): HeimrError {
  try {
    detectParser(head, name, from);
  } catch (error) {
    expect(error).toBeInstanceOf(HeimrError);
    return error as HeimrError;
  }
  throw new Error(`${name} was not refused`);
}

describe('grades', () => {
  it.each<[string, Record<string, Grade>, string]>([
    ['the one that is sure', { a: 'no', b: 'sure' }, 'b'],
    ['the sure one over those that say maybe', { a: 'maybe', b: 'sure', c: 'maybe' }, 'b'],
    ['the only one that says maybe', { a: 'no', b: 'maybe' }, 'b'],
  ])('takes %s', (_, grades, expected) => {
    const all = Object.entries(grades).map(([id, grade]) => fake(id, grade));
    expect(detectParser(text('x'), 'a.log', all).id).toBe(expected);
  });

  it.each<[string, Record<string, Grade>]>([
    ['two that are sure', { a: 'sure', b: 'sure', c: 'maybe' }],
    ['two that say maybe', { a: 'maybe', b: 'maybe', c: 'no' }],
  ])('refuses %s, naming both', (_, grades) => {
    const error = refusal(
      text('x'),
      'a.log',
      Object.entries(grades).map(([id, grade]) => fake(id, grade)),
    );
    expect(error.code).toBe('unknown-format');
    expect(error.message).toContain('A (a) and B (b)');
    expect(error.message).not.toContain('C (c)');
    expect(error.hint).not.toBe('');
  });

  it("takes a tool's own signature over a maybe, but not over a parser that is sure", () => {
    const export_ = text('"time","metric","group_id","response_time","url","method"\n');
    expect(refusal(export_, 'a.csv', [fake('a', 'maybe')]).message).toContain('k6 Cloud export');
    expect(detectParser(export_, 'a.csv', [fake('a', 'sure')]).id).toBe('a');
    // What is no tool's own says less than a parser that knows some of it.
    expect(detectParser(text('<html><body>'), 'a.csv', [fake('a', 'maybe')]).id).toBe('a');
  });

  it('shows a parser 64 KiB at most, and the name', () => {
    const seen: [number, string][] = [];
    const parser = fake('a', (head, name) => {
      seen.push([head.length, name]);
      return 'sure';
    });
    detectParser(new Uint8Array(HEAD_BYTES * 2), 'run.jtl', [parser]);
    expect(seen).toEqual([[HEAD_BYTES, 'run.jtl']]);
  });
});

describe('refusals', () => {
  it('name the tool behind a misleading name', () => {
    const stats = refusal(text('{"name":"All Requests","numberOfRequests":{"total":3,"ok":2,"ko":1}}'), 'results.jtl');
    expect(stats.code).toBe('unknown-format');
    expect(stats.message).toMatch(/^results\.jtl looks like a Gatling statistics file/);
    expect(stats.hint).toContain('simulation.log');

    const page = refusal(text('<!doctype html>\n<html><head><title>Sign in</title></head>'), 'results.csv');
    expect(page.message).toMatch(/^results\.csv looks like an HTML page\. .*login/);

    const version = refusal(
      text('{\n "aggregate": {\n  "counters": {\n   "vusers.created": 3\n  },\n  "rates": {}\n }\n}'),
      'simulation.log',
    );
    expect(version.message).toContain('(version 2)');
  });

  it.each(foreignHeads.map((example, at) => ({ ...example, name: `${example.id} ${at}` })))(
    'say what, why and what to do: $name',
    ({ head }) => {
      const error = refusal(bytesOf(head), 'results.jtl');
      expect(error.code).toBe('unknown-format');
      expect(error.message).toMatch(/^results\.jtl looks like an? .+\. .+\.$/);
      expect(error.hint.length).toBeGreaterThan(10);
      expect(error.message + error.hint).not.toMatch(/\p{Cc}/u);
    },
  );

  it('of unknown bytes show their beginning, escaped, and what can be read', () => {
    const error = refusal(text(`\u001b]0;owned\u0007\u202eabc\n${'ä'.repeat(99)}`), 'x.jtl');
    expect(error.message).toContain('It begins with: \\x1b]0;owned\\x07\\u{202e}abc\\n');
    expect(error.message.split('It begins with: ')[1]?.length).toBeLessThanOrEqual(61);
    expect(error.hint).toContain(`This version reads: ${parsers.map(({ title }) => title).join(', ')}.`);
  });

  it.each([
    ['', 'is empty'],
    [' \n\t\n', 'nothing but white space'],
    ['hello world', 'plain text or a log'],
    ['2024-01-01 10:00:00 INFO started\n', 'plain text or a log'],
    ['host,cpu,memory used (%)\na,1,2\n', 'a table with the columns host, cpu, memory used (%)'],
    ['{"level":"info","msg":"up"}\n', 'JSON with level, msg'],
    ['[{"a":1}]', 'a JSON array'],
    ['<?xml version="1.0"?>\n<configuration a="1"/>', 'XML with the root element configuration'],
    ['\u0000\u0001\u0002\u0003', 'binary data'],
  ])('say of %j: %s', (head, expected) => {
    expect(refusal(text(head), 'a.txt').message).toContain(expected);
  });

  it('escape the file name and bear an empty one', () => {
    expect(refusal(text('x'), 'a\u001b[2J\nb').message).toContain('a\\x1b[2J\\nb is no');
    expect(refusal(text('x'), '').message).toMatch(/^the input is no/);
  });

  it('show bytes of an old code page as bytes', () => {
    expect(refusal(Uint8Array.of(0x47, 0xe4, 0xff, 0x0a), 'a').message).toContain('G\\xe4\\xff\\n');
  });

  it('stand for 64 KiB of random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: HEAD_BYTES, maxLength: HEAD_BYTES, size: 'max' }), (bytes) => {
        expect(refusal(bytes, 'results.jtl').code).toBe('unknown-format');
      }),
      { seed: 3, numRuns: 30 },
    );
  });
});

describe('heads cut anywhere', () => {
  it('throw nothing but HeimrError and are never read as JMeter CSV', () => {
    for (const { id, head } of foreignHeads) {
      const bytes = bytesOf(head);
      for (let length = 0; length <= bytes.length; length++) {
        expect(refusal(bytes.subarray(0, length), `${id}.jtl`).code).toBe('unknown-format');
      }
    }
  });
});

const SAMPLES = join(import.meta.dirname, '../../../shared/samples');
/** Parser of the files of a folder, and of those that differ; files that are in neither are refused. */
const OWNERS: Record<string, string | null> = {
  gatling: 'gatling-text',
  har: 'har',
  'jmeter-csv': 'jmeter-csv',
  'jmeter-csv/empty.jtl': null,
  'jmeter-xml': 'jmeter-xml',
  'k6-csv': 'k6-csv',
  'k6-ndjson': 'k6-json',
  'k6-summary': 'k6-summary',
  'locust/taurus_locust-kpi.jtl': 'jmeter-csv',
};
const BINARY_GATLING = /BINARY|-314\.log$/;

/** Locust's files tell by their names what they are. */
function ownerOf(file: string): string | null {
  const folder = file.split('/')[0] as string;
  if (folder === 'gatling' && BINARY_GATLING.test(file)) return 'gatling-binary';
  if (file in OWNERS || !folder.startsWith('locust')) return OWNERS[file] ?? OWNERS[folder] ?? null;
  if (/history/.test(file)) return 'locust-history';
  if (/stats|locust0_requests/.test(file)) return 'locust-stats';
  if (/failures/.test(file)) return 'locust-failures';
  if (/exceptions/.test(file)) return 'locust-exceptions';
  return null;
}

const files = existsSync(SAMPLES)
  ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file) && !file.endsWith('.tsv'))
  : [];
if (files.length === 0) console.warn(`samples skipped: ${SAMPLES} does not exist`);

describe.skipIf(files.length === 0)('samples', () => {
  it.each(files)('%s', (file) => {
    const raw = readFileSync(join(SAMPLES, file));
    const bytes = file.endsWith('.gz') ? gunzipSync(raw) : raw;
    const owner = file === 'jmeter-csv/empty.jtl' ? null : ownerOf(file);
    if (owner === null) {
      expect(refusal(bytes, 'results.jtl').code).toBe('unknown-format');
      return;
    }
    // The name says nothing, and all other parsers say no. (Two of JMeter's lack the time columns, and are refused when they are opened.)
    expect(detectParser(bytes, 'any.txt', parsers).id).toBe(owner);
    const head = bytes.subarray(0, HEAD_BYTES);
    const claims = parsers.filter((parser) => parser.detect(head, 'any.txt') !== 'no').map(({ id }) => id);
    // Rows of a Locust history begin like JMeter rows without a header.
    expect(claims.filter((id) => id !== 'jmeter-csv' || owner === 'jmeter-csv')).toEqual([owner]);
  });
});
