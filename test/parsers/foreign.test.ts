import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsers } from '../../src/parsers/catalog.js';
import { foreignSignatures, recognize } from '../../src/parsers/foreign.js';
import { hasAll, nodeAt, outlineOf } from '../../src/parsers/foreign-json.js';
import { HEAD_BYTES, viewOf } from '../../src/parsers/foreign-view.js';
import { bytesOf, foreignHeads } from './foreign-heads.js';

const general = new Set(foreignSignatures.filter((signature) => signature.general).map(({ id }) => id));
const idOf = (head: Uint8Array): string | undefined => recognize(viewOf(head))?.signature.id;

describe('signatures', () => {
  it.each(foreignHeads.map((example, at) => ({ ...example, name: `${example.id} ${at}` })))('recognises $name', ({ id, head, detail }) => {
    const found = recognize(viewOf(bytesOf(head)));
    expect(found?.signature.id).toBe(id);
    if (detail !== undefined) expect(found?.detail).toBe(detail);
  });

  it('have an example each, and unique ids', () => {
    const ids = foreignSignatures.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(foreignHeads.map(({ id }) => id))].sort()).toEqual([...ids].sort());
  });

  it('name nothing that is read: whoever adds a parser takes its signature out', () => {
    const read = new Set(parsers.map(({ id }) => id));
    expect(foreignSignatures.filter(({ id }) => read.has(id))).toEqual([]);
  });

  it('say why and what to do in sentences, free of control characters', () => {
    for (const { id, title, why, hint } of foreignSignatures) {
      expect(why, id).toMatch(/^[A-Z].*\.$/);
      expect(hint, id).toMatch(/^[A-Za-z].{10,}$/);
      expect(title + why + hint, id).not.toMatch(/\p{Cc}/u);
    }
  });

  it.each(foreignHeads.map((example, at) => ({ ...example, name: `${example.id} ${at}` })))(
    'only one tool claims $name',
    ({ id, head }) => {
      const view = viewOf(bytesOf(head));
      const claims = foreignSignatures
        .filter((signature) => !signature.general && signature.test(view) !== false)
        .map((signature) => signature.id);
      expect(claims).toEqual(general.has(id) ? [] : [id]);
    },
  );

  it.each(foreignHeads.map((example, at) => ({ ...example, name: `${example.id} ${at}` })))(
    'never take a cut $name for another tool',
    ({ id, head }) => {
      const bytes = bytesOf(head);
      for (let length = 0; length < bytes.length; length++) {
        const found = idOf(bytes.subarray(0, length));
        if (found !== undefined && !general.has(found)) expect(found).toBe(id);
      }
    },
  );

  it('hold whatever follows, up to a head of 64 KiB and beyond', () => {
    for (const { id, head } of foreignHeads) {
      const bytes = bytesOf(head);
      // A cut document cannot be continued; a long tail behind whole lines can.
      if (!/[\n>]$/.test(new TextDecoder().decode(bytes))) continue;
      const long = new Uint8Array(3 * HEAD_BYTES).fill(0x61);
      long.set(bytes);
      if (id !== 'utf-16') expect(idOf(long), id).toBe(id);
    }
  });
});

describe("bytes that are no tool's", () => {
  it("random bytes are never a tool's file and never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: HEAD_BYTES, size: 'max' }), (bytes) => {
        const found = idOf(bytes);
        expect(found === undefined || general.has(found)).toBe(true);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('a whole head of one character is looked at quickly', () => {
    for (const text of [
      '[',
      '{',
      '"',
      '{"a":',
      '\\',
      '<',
      '<!DOCTYPE ',
      '<testResults ',
      '\n',
      ' \n',
      ',',
      '\t',
      '[[{',
      '#',
      'import ',
      '"a\\"',
    ]) {
      const bytes = new TextEncoder().encode(`x${text.repeat(HEAD_BYTES / text.length)}`);
      const start = performance.now();
      recognize(viewOf(bytes));
      recognize(viewOf(bytes.subarray(1)));
      expect(performance.now() - start, text).toBeLessThan(1000);
    }
  });

  it.each([
    ["a circuit simulator's simulation.log", 'RUN\tspice\tdeck.cir\nUSER\tanalysis\ttran\n'],
    ['a web server log', '10.0.0.1 - - [01/Jan/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 12\n'],
    ["an application's log in JSON lines", '{"level":"info","time":1700000000000,"msg":"up","event":"start"}\n'],
    ['a monitoring table', 'timestamp,name,value\n1700000000,cpu,12\n'],
    ["a model's training metrics", '{"metrics":{"iterations":100,"loss":0.1},"state":{"epoch":3}}'],
    ['a Postman collection', '{"info":{"_postman_id":"1","name":"a"},"item":[]}'],
    ['package.json', '{"name":"a","version":"1.0.0","scripts":{"test":"x"}}'],
    ['any XML', '<?xml version="1.0"?>\n<configuration version="1">\n'],
    ['a table of three dots', 'a,b,c\n1,2,3\n'],
    ['broken JSON', '{"log": {version: 1}}'],
    ['a JMeter CSV', 'timeStamp,elapsed,label,responseCode,success\n1700000000000,12,a,200,true\n'],
    ['a JMeter CSV without header', '1393227741256,1425,GET /,200,OK,Thread Group 1-1,text,true,3478,1016\n'],
    ['a JMeter CSV with tabs', 'timeStamp\telapsed\tlabel\tsuccess\n1700000000000\t12\ta\ttrue\n'],
  ])('%s is not claimed', (_, text) => {
    expect(idOf(new TextEncoder().encode(text))).toBeUndefined();
  });
});

describe('outline of cut JSON', () => {
  it('has no other names than the whole document', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        const outline = outlineOf(text.slice(0, Math.ceil(text.length * share)));
        const whole: unknown = JSON.parse(text);
        if (typeof whole !== 'object' || whole === null || outline === undefined) return;
        if (Array.isArray(whole)) return;
        // Names are kept as written, escapes and all.
        const names = Object.keys(whole).map((name) => JSON.stringify(name).slice(1, -1));
        for (const name of outline.members.keys()) expect(names).toContain(name);
      }),
      { seed: 2 },
    );
  });

  it('keeps names with dots, braces and quotes apart, and the first item of an array', () => {
    const outline = outlineOf('{"a.b":{"c{d:e}":1},"q\\"":[{"x":"y"},{"z":1}],"n":-1.5e3,"cut":{"in');
    expect(nodeAt(outline, 'a.b', 'c{d:e}')?.text).toBe('1');
    expect(nodeAt(outline, 'q\\"', '[]', 'x')?.text).toBe('y');
    expect(hasAll(nodeAt(outline, 'q\\"', '[]'), 'z')).toBe(false);
    expect(hasAll(outline, 'a.b', 'n', 'cut')).toBe(true);
  });

  it('stops at what is no JSON', () => {
    for (const text of ['', 'x', '[2024-01-01 10:00] INFO', '{a:1}', '{"a" 1}', '{]', '{{', '{1:2}'])
      expect(outlineOf(text)).toBeUndefined();
  });
});

/** Expected id for a folder, or for one file where it differs. Undefined = must stay unclaimed. */
const EXPECTED: Record<string, string | undefined> = {
  ab: 'ab-gnuplot',
  artillery: 'artillery',
  autocannon: 'autocannon',
  'autocannon/fastify_series': undefined,
  gatling: undefined,
  ghz: 'ghz',
  har: undefined,
  iago: 'iago',
  'jmeter-csv': undefined,
  'jmeter-csv/ehrbase_daily': undefined,
  'jmeter-xml': undefined,
  'k6-csv': undefined,
  'k6-ndjson': undefined,
  'k6-summary': undefined,
  'locust/uqa/00_eae530d_results_stats.csv': undefined,
  'locust/uqa/00_eae530d_results_stats_history.csv': undefined,
  'locust/hand/locust11_stats_history.csv': undefined,
  'locust/btc_results_stats.csv': undefined,
  'locust/btc_results_stats_history.csv': undefined,
  'locust/btc_results_failures.csv': undefined,
  'locust/btc_results_exceptions.csv': undefined,
  'locust/locust0_requests.csv': undefined,
  'locust/taurus_locust-kpi.jtl': undefined,
  'locust/taurus_locust-workers.ldjson': 'taurus-locust',
  'locust/taurus_locust-workers2.ldjson': 'taurus-locust',
  'oha/oha_text_axum.txt': 'oha-text',
  'taurus/TaurusCSVReport.csv': 'taurus-csv',
  'taurus/TaurusXMLReport.xml': 'taurus-xml',
  'taurus/TaurusXmlWithDuration.xml': 'taurus-xml',
  'taurus/aggregate-results.xml': 'taurus-xml',
  'taurus/pbench-additional.ldjson': undefined,
  tsung: 'tsung',
  vegeta: 'vegeta-csv',
  wrk: 'wrk',
  'MANIFEST.tsv': undefined,
};

const SAMPLES = join(import.meta.dirname, '../../../shared/samples');
const files = existsSync(SAMPLES)
  ? readdirSync(SAMPLES, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(SAMPLES, join(entry.parentPath, entry.name)))
  : [];
if (files.length === 0) console.warn(`samples skipped: ${SAMPLES} does not exist`);

describe.skipIf(files.length === 0)('samples', () => {
  it.each(files)('%s', (file) => {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    const key = file in EXPECTED ? file : folder;
    expect(Object.keys(EXPECTED), 'every sample has an expectation').toContain(key);
    const raw = readFileSync(join(SAMPLES, file));
    const bytes = file.endsWith('.gz') ? gunzipSync(raw) : raw;
    const expected = EXPECTED[key];
    expect(idOf(bytes.subarray(0, HEAD_BYTES))).toBe(expected);
    // Cut anywhere, it is never another tool's.
    for (let length = 1; length < Math.min(bytes.length, HEAD_BYTES); length = Math.ceil(length * 1.3)) {
      const found = idOf(bytes.subarray(0, length));
      if (found !== undefined) expect([expected, ...general]).toContain(found);
    }
  });
});

describe('docs/parsers/README.md', () => {
  const page = join(import.meta.dirname, '../../docs/parsers/README.md');
  const cell = (text: string): string => text.replace(/[|\\*_`$]/g, '\\$&').replace(/</g, '&lt;');
  const table = (head: string[], rows: string[][]): string =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const parts: Record<string, string> = {
    read: table(
      ['Format', 'Id', 'Holds'],
      parsers.map(({ id, title, docs, granularity }) => [
        `[${cell(title)}](${docs.replace('docs/parsers/', '')})`,
        `\`${id}\``,
        granularity,
      ]),
    ),
    refused: table(
      ['What it looks like', 'Id', 'Why it is not read', 'What to do'],
      foreignSignatures.map(({ id, title, why, hint }) => [cell(title), `\`${id}\``, cell(why), cell(hint)]),
    ),
  };

  // HEIMR_WRITE_DOCS=1 npx vitest run test/parsers/foreign.test.ts writes the tables anew.
  it.each(Object.keys(parts))('has the table "%s" as the data have it', (name) => {
    const between = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(\\n<!-- end -->)`);
    const text = readFileSync(page, 'utf8');
    const fresh = text.replace(between, (_, start: string, end: string) => start + (parts[name] ?? '') + end);
    if (process.env.HEIMR_WRITE_DOCS) writeFileSync(page, fresh);
    else expect(text).toBe(fresh);
    expect(between.test(text)).toBe(true);
  });
});
