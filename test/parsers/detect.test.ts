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
    const history = text('Timestamp,User Count,Type,Name,Requests/s\n1700000000,5,,Aggregated,1.0\n');
    expect(refusal(history, 'a.csv', [fake('a', 'maybe')]).message).toContain('Locust statistics history');
    expect(detectParser(history, 'a.csv', [fake('a', 'sure')]).id).toBe('a');
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
  const GATLING = 'RUN\ta.Sim\tsim\t1700000000000\t \t3.10.5\nUSER\tmain\tSTART\t1700000000100\n';

  it('name the tool behind a misleading name', () => {
    const gatling = refusal(text(GATLING), 'results.jtl');
    expect(gatling.code).toBe('unknown-format');
    expect(gatling.message).toMatch(
      /^results\.jtl looks like a Gatling simulation log \(text, version 3\.10\.5\)\. It holds single requests/,
    );
    expect(gatling.hint).toContain('awk');

    const page = refusal(text('<!doctype html>\n<html><head><title>Sign in</title></head>'), 'results.csv');
    expect(page.message).toMatch(/^results\.csv looks like an HTML page\. .*login/);

    const xml = refusal(text('<?xml version="1.0"?>\n<testResults version="1.2">\n'), 'kpi.csv');
    expect(xml.hint).toContain('jmeter.save.saveservice.output_format=csv');

    expect(refusal(text('{"log":{"version":"1.2","creator":{"name":"a\u001b[31m"}}}'), 'simulation.log').message).toContain(
      'a HAR file (version 1.2, by a\\x1b[31m)',
    );
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
// Read by jmeter-csv although they lie elsewhere, or not read although they lie in its folder.
const ALSO_CSV = new Set(['locust/taurus_locust-kpi.jtl']);
const NOT_CSV = new Set(['jmeter-csv/empty.jtl']);
const files = existsSync(SAMPLES)
  ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file) && !file.endsWith('.tsv'))
  : [];
if (files.length === 0) console.warn(`samples skipped: ${SAMPLES} does not exist`);

describe.skipIf(files.length === 0)('samples', () => {
  it.each(files)('%s', (file) => {
    const raw = readFileSync(join(SAMPLES, file));
    const bytes = file.endsWith('.gz') ? gunzipSync(raw) : raw;
    if ((file.startsWith('jmeter-csv/') && !NOT_CSV.has(file)) || ALSO_CSV.has(file)) {
      // Two of them lack the time columns: JMeter's all the same, and refused when they are opened.
      expect(detectParser(bytes, 'any.txt', parsers).id).toBe('jmeter-csv');
    } else {
      expect(refusal(bytes, 'results.jtl').code).toBe('unknown-format');
    }
  });
});
