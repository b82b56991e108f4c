import { describe, expect, it, test } from 'vitest';
import { bytesOf } from './jmeter-reading.js';
import { element, file, http, levels, readXml, sample, T0 } from './jmeter-xml-reading.js';

/* Markup of all kinds, whole and broken, in pieces of all sizes. */
const CHUNKS: readonly (readonly number[])[] = [[65_536], [1], [7], [100, 1, 3]];
const labels = async (text: string | Uint8Array, chunks?: readonly number[]) =>
  (await readXml(text, chunks)).rows.map(({ label }) => label);
const BOMB = `<!DOCTYPE testResults [<!ENTITY a "${'x'.repeat(10)}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"> <!-- ]> -->]>`;

describe.each(CHUNKS)('in pieces of %i …', (...chunks) => {
  test.each([
    ['&lt;a&gt; &amp;amp; &quot;b&quot; &apos;', `<a> &amp; "b" '`],
    ['&#10;|&#x9;|&#xD;|&#x1F600;|&#128512;', '\n|\t|\r|😀|😀'],
    ['two\nlines, tab\there', 'two lines, tab here'],
    ['Ærøskøbing 東京 🚀', 'Ærøskøbing 東京 🚀'],
    ['&nbsp;&unknown;&;&#xFFFFFF;&#xD800;', '&nbsp;&unknown;&;\ufffd\ufffd'],
    ['/> <x> -->', '/> <x> -->'],
    ["it's", "it's"],
  ])('the label %j is %j', async (written, label) => {
    expect(await labels(file(http({ lb: written }), http({ lb: 'next' })), chunks)).toEqual([label, 'next']);
  });

  it('comments, CDATA, instructions and what they hold are no samples', async () => {
    const hidden = http({ lb: 'hidden' });
    const inner = `<!-- ${hidden} --><responseData><![CDATA[ </responseData></httpSample>${hidden} ]]]]><![CDATA[> ]]></responseData>`;
    const message = '<assertionResult><failure>true</failure><failureMessage>a <![CDATA[<b> & 東]]> c</failureMessage></assertionResult>';
    const { rows } = await readXml(file(`<!--${hidden}-- > -->`, `<?php ${hidden} ?>`, http({ lb: 'seen' }, inner + message)), chunks);
    expect(rows.map(({ label, failure }) => [label, failure])).toEqual([['seen', 'a <b> & 東 c']]);
  });

  it('elements inside bodies and headers are no samples, whatever they are', async () => {
    const body = `<responseData class="java.lang.String">${http({ lb: 'body' })}<testResults>${sample({ lb: 'x' })}</testResults> a < b, <br> </httpSamples></responseData>`;
    const header = `<responseHeader><responseHeader>${http({ lb: 'header' })}</responseHeader></responseHeader>`;
    const read = await readXml(file(http({ lb: 'seen' }, body + header + http({ lb: 'part' })), http({ lb: 'next' })), chunks);
    expect(levels(read)).toEqual([
      ['part', 'sub'],
      ['seen', 'request'],
      ['next', 'request'],
    ]);
    expect(read.counts).toMatchObject({ read: 3, rejected: 0 });
  });

  it('entities of a document type expand nowhere', async () => {
    const text = file(http({ lb: '&c;', rm: '&c;' }, '<java.net.URL>&c;</java.net.URL>')).replace('<testResults', `${BOMB}<testResults`);
    expect((await readXml(text, chunks)).rows).toMatchObject([{ label: '&c;', message: '&c;', url: '&c;' }]);
  });

  test.each([
    ['two documents in one file', (a: string, b: string) => file(a) + file(b), 0, []],
    ['two, the second without its end', (a: string, b: string) => file(a) + file(b).replace('</testResults>', ''), 0, ['truncated']],
    ['two, the first without its end', (a: string, b: string) => file(a).replace('</testResults>', '') + file(b), 0, []],
    [
      'two, the first cut in a tag',
      (a: string, b: string) => `${file(a).replace('</testResults>\n', '')}<httpSample t="1" ts="${T0}" lb="GE${file(b)}`,
      1,
      [],
    ],
    [
      'two, the first cut in a page',
      (a: string, b: string) => `${file(a).replace('</testResults>\n', '')}<httpSample t="1" ts="${T0}" lb="page">${file(b)}`,
      1,
      [],
    ],
    [
      'two, the first cut in a body',
      (a: string, b: string) => `${file(a).replace('</testResults>\n', '')}<httpSample t="1" ts="${T0}"><responseData>ab${file(b)}`,
      1,
      [],
    ],
  ] as const)('%s are read', async (_, made, cut, ids) => {
    const page = (name: string) => http({ lb: name }, http({ lb: `${name}-0` }));
    const read = await readXml(made(page('a'), page('b')), chunks);
    expect(levels(read)).toEqual([
      ['a-0', 'sub'],
      ['a', 'request'],
      ['b-0', 'sub'],
      ['b', 'request'],
    ]);
    expect(read.counts).toMatchObject({ read: 4 + cut, rejected: cut });
    expect(read.ids).toEqual(ids);
  });

  it('a tag that is broken spoils no other', async () => {
    const read = await readXml(
      file(
        `<httpSample t="1" ts="${T0}" lb="no end ${http({ lb: 'a' }, http({ lb: 'a-0' }))}`,
        `<httpSample t="1" ts="${T0}" lb="quote" end" s="<b>c" ><java.net.URL>http://x/</java.net.URL></httpSample>`,
        '</httpSample></nothing></responseData>',
        'text < text > text <1> <"x"> < b',
        http({ lb: 'c' }, '<responseData>no end <br>'),
        http({ lb: 'b' }, http({ lb: 'b-0' })),
      ),
      chunks,
    );
    expect(levels(read)).toEqual([
      ['a-0', 'sub'],
      ['a', 'request'],
      ['c', 'request'],
      ['b-0', 'sub'],
      ['b', 'request'],
    ]);
    // The first has no end; in the second a quote within a value makes all that follows no tag.
    expect(read.counts.reasons).toEqual({ 'a tag that does not end, or is longer than 1 MiB': 2 });
  });
});

describe('a file cut short', () => {
  const whole = file(
    http({ lb: 'a' }, '<java.net.URL>http://x/</java.net.URL>'),
    http({ lb: 'page' }, http({ lb: 'part' })),
    http({ lb: 'last' }),
  );
  const upTo = (mark: string): string => whole.slice(0, whole.indexOf(mark) + mark.length);
  test.each([
    ['before its end', upTo('lb="last"').replace(/\n<[^\n]*$/, ''), ['a', 'part', 'page'], 0],
    ['in the last tag', upTo('lb="last'), ['a', 'part', 'page'], 1],
    ['behind the <', upTo('lb="last').replace(/httpSample[^<]*$/, ''), ['a', 'part', 'page'], 1],
    ['between a part and its page', upTo('lb="part"').replace(/<[^<]*$/, ''), ['a'], 1],
    ['in the tag of a part', upTo('lb="part'), ['a'], 1],
    ['in an address', upTo('http://x'), [], 1],
    ['in a closing tag', upTo('</java.net'), [], 1],
    ['in </testResults>', upTo('</testRes'), ['a', 'part', 'page', 'last'], 1],
    ['behind the root', upTo('version="1.2">'), [], 0],
  ])('%s is told, and what is whole is counted', async (_, text, found, rejected) => {
    for (const chunks of CHUNKS) {
      const { rows, counts, ids } = await readXml(text, chunks);
      expect(rows.map(({ label }) => label)).toEqual(found);
      expect(counts).toMatchObject({ read: found.length + rejected, rejected });
      expect(ids).toEqual(['truncated']);
    }
  });

  it.each([
    ['<testResults/>'],
    ['<testResults version="1.2">\n\n</testResults>'],
    ['<?xml version="1.0"?><testResults></testResults><!-- end -->'],
  ])('but %j is whole and empty', async (text) => {
    const { rows, counts, ids } = await readXml(text);
    expect([rows, counts.read, ids]).toEqual([[], 0, []]);
  });
});

describe('encodings', () => {
  const declared = (name: string, text: string): Uint8Array =>
    Uint8Array.from(Buffer.from(text.replace('encoding="UTF-8"', `encoding="${name}"`), 'latin1'));
  const text = file(
    http({ lb: 'café', tn: 'Läden 1-1', rc: 'ü', rm: 'größer' }, '<java.net.URL>http://x/é</java.net.URL>'),
    http({ lb: 'café &amp; co' }),
  );

  test.each(['ISO-8859-1', 'iso-8859-15', 'windows-1252', 'latin1'])('%s is read as such', async (name) => {
    const { rows, ids } = await readXml(declared(name, text));
    expect(rows[0]).toMatchObject({ label: 'café', thread: 'Läden 1-1', code: 'ü', message: 'größer', url: 'http://x/é' });
    expect(rows[1]?.label).toBe('café & co');
    expect(ids).toEqual([]);
  });

  it('Shift_JIS is read as such', async () => {
    const bytes = declared('Shift_JIS', file(http({ lb: '\x93\x8c\x8b\x9e' })));
    expect(await labels(bytes)).toEqual(['東京']);
  });

  test.each(['UTF-8', 'utf-8', 'US-ASCII'])('%s with a byte order mark is read', async (name) => {
    const marked = `\ufeff${file(http({ lb: 'GET' })).replace('UTF-8', name)}`;
    expect(await labels(marked)).toEqual(['GET']);
  });

  test.each(['x-unknown-1', 'UTF-16', 'ISO-2022-JP'])('%s, which it cannot be, is told', async (name) => {
    const { rows, ids } = await readXml(file(http({ lb: '東京' })).replace('UTF-8', name));
    expect(rows[0]?.label).toBe('東京');
    expect(ids).toEqual(['unknown-encoding']);
  });
});

describe('bounds', () => {
  it('a text is cut at 8,192 characters', async () => {
    const { rows } = await readXml(file(http({ lb: 'a'.repeat(20_000), rm: '&lt;'.repeat(20_000) }), http({ lb: 'next' })));
    expect(rows[0]?.label).toBe('a'.repeat(8192));
    expect(rows[0]?.message).toBe('<'.repeat(8192));
    expect(rows[1]?.label).toBe('next');
  });

  it('a tag longer than 1 MiB is rejected, and its parts stay parts', async () => {
    const long = 'a'.repeat(2 ** 20 + 100);
    const read = await readXml(
      file(
        http({ lb: long }),
        http({ lb: long }, http({ lb: 'part' })),
        element('responseData', { lb: long }, http({ lb: 'x' })),
        http({ lb: 'next' }),
      ),
      [60_000],
    );
    expect(levels(read)).toEqual([
      ['part', 'sub'],
      ['next', 'request'],
    ]);
    expect(read.counts).toMatchObject({ read: 4, rejected: 2, rejects: [{ line: 3 }, { line: 4 }] });
    expect(read.ids).toEqual([]);
  });

  it('elements without end take no stack, and long lines no time', async () => {
    const start = performance.now();
    const { rows, counts } = await readXml(file(`${'<a>'.repeat(50_000)}${'</b>'.repeat(1000)}`, http({ lb: 'next' })));
    expect([rows.length, counts.rejected]).toEqual([1, 0]);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('classes of plugins', () => {
  const plugin = (name: string, inner: string): string => `<${name}>${inner}</${name}>`;
  it('that write values as elements are samples', async () => {
    const inner = `<responseData>x</responseData><label>ünî &amp;</label><success>false</success><responseCode>500</responseCode><startTime>${T0}</startTime><elapsedTime>70</elapsedTime><allThreads>2</allThreads>`;
    const { rows, ids } = await readXml(file(plugin('com.example.SampleResultWithSubs', inner), http({ lb: 'next' })));
    expect(rows).toMatchObject([
      { label: 'ünî &', latency: 70, timestamp: T0 * 1000, success: 0, code: '500', users: 2, kind: 'request' },
      { label: 'next', kind: 'request' },
    ]);
    expect(ids).toEqual([]);
  });

  it('that are no samples are told, and hide none', async () => {
    const read = await readXml(
      file(plugin('com.example.Note', '<text>x</text>'), '<br>', plugin('group', http({ lb: 'inside' })), http({ lb: 'next' })),
    );
    expect(levels(read)).toEqual([
      ['inside', 'request'],
      ['next', 'request'],
    ]);
    expect(read.counts).toMatchObject({ read: 2, rejected: 0 });
    expect(read.notices).toMatchObject([{ id: 'unknown-elements', what: expect.stringContaining('com.example.Note (1), br (1)') }]);
  });
});

it('trace ids are found under the name as it is and as XStream writes it', async () => {
  const text = file(http({ trace_id: 'a' }), http({ trace__id: 'b' }), http({ TRACE__ID: 'c' }), http({ trace__id: '' }), http({ x: 'd' }));
  expect((await readXml(text)).rows.map(({ traceId }) => traceId)).toEqual(['a', 'b', 'c', '', '']);
  expect((await readXml(file(http({ 'a_-b': 'x' })), [9], ['a$b'])).rows[0]?.traceId).toBe('x');
});

it('lines are those of the tags', async () => {
  const text = `\n\n${file(http({ lb: 'a\nb' }, '\n<java.net.URL>\n</java.net.URL>'), '<!-- \n\n -->', http(), http({ t: 'x' }))}`;
  for (const chunks of CHUNKS) {
    const { rows, counts } = await readXml(bytesOf(text), chunks);
    // Two blank ones, declaration, root; the first sample begins on line 5 and takes 4, the comment 3.
    expect(rows.map(({ line }) => line)).toEqual([5, 12]);
    expect(counts.rejects.map(({ line }) => line)).toEqual([13]);
  }
});
