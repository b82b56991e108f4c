import { describe, expect, it, test } from 'vitest';
import { jmeterXml } from '../../src/parsers/jmeter-xml.js';
import { bytesOf } from './jmeter-reading.js';
import { file, http, levels, readXml, sample, T0 } from './jmeter-xml-reading.js';

describe('a sample', () => {
  it('has its values from its attributes', async () => {
    const { rows, counts, ids } = await readXml(file(http({ trace_id: 'abc' }, '<java.net.URL>http://shop/?a=1&amp;b=2</java.net.URL>')));
    expect(rows).toEqual([
      {
        timestamp: T0 * 1000,
        latency: 100,
        label: 'GET /',
        code: '200',
        thread: 'Shop 1-1',
        kind: 'request',
        success: 1,
        weight: 1,
        failed: 0,
        bytesIn: 1000,
        bytesOut: 200,
        connect: 3,
        ttfb: 90,
        users: 5,
        line: 3,
        message: 'OK',
        failure: '',
        traceId: 'abc',
        url: 'http://shop/?a=1&b=2',
      },
    ]);
    expect(counts).toMatchObject({ read: 1, rejected: 0 });
    expect(ids).toEqual([]);
  });

  it('may have them in any order, in single quotes, with blanks around =, over several lines', async () => {
    const { rows } = await readXml(file(`<sample\n\tlb = 'say "hi"'\n  ts\n=\n"${T0}"   s='false' t='7'\n/>`, http()));
    expect(rows.map(({ label, latency, success, line }) => [label, latency, success, line])).toEqual([
      ['say "hi"', 7, 0, 3],
      ['GET /', 100, 1, 9],
    ]);
  });

  it('has unknown values where attributes are missing, negative, or 0 for what was never measured', async () => {
    const none = { lt: null, ct: null, by: null, sby: null, na: null, tn: null, rc: null, rm: null, lb: null, s: null };
    const { rows } = await readXml(file(http(none), http({ lt: 0, na: 0, ct: 0, by: -1, sby: -1, tn: '' })));
    expect(rows[0]).toMatchObject({
      ttfb: NaN,
      connect: NaN,
      bytesIn: NaN,
      bytesOut: NaN,
      users: NaN,
      thread: null,
      code: '',
      message: '',
      label: '',
      success: 1,
    });
    expect(rows[1]).toMatchObject({ ttfb: NaN, connect: 0, bytesIn: NaN, bytesOut: NaN, users: NaN, thread: null });
  });

  test.each([
    ['true', 1],
    ['TRUE', 1],
    ['True', 1],
    ['false', 0],
    ['FALSE', 0],
    ['yes', 0],
    ['', 0],
  ])('with s="%s" has success %i, as in Java', async (s, success) => {
    expect((await readXml(file(http({ s })))).rows[0]?.success).toBe(success);
  });

  it('of an old version has its code in rs', async () => {
    expect((await readXml(file(http({ rc: null, rs: 503 })))).rows[0]?.code).toBe('503');
  });

  test.each([
    ['no duration', { t: null }],
    ['no duration', { t: '' }],
    ['no duration', { t: -1 }],
    ['no duration', { t: 'NaN' }],
    ['no duration', { t: 2_678_400_001 }],
    ['no duration', { t: '99999999999999999999' }],
    ['no time stamp', { ts: null }],
    ['no time stamp', { ts: 0 }],
    ['no time stamp', { ts: 1_700_000_000 }],
    ['no time stamp', { ts: '2024-01-01' }],
    ['no count', { sc: 0 }],
    ['no count', { sc: 1_000_001 }],
    ['no count', { sc: 2, ec: 3 }],
  ])('is rejected with the reason "%s …" for %j', async (reason, attributes) => {
    const { rows, counts } = await readXml(file(http(attributes), http({ lb: 'good' })));
    expect(rows.map(({ label }) => label)).toEqual(['good']);
    expect(counts).toMatchObject({ read: 2, rejected: 1 });
    expect(Object.keys(counts.reasons)).toEqual([expect.stringMatching(`^${reason}`)]);
    expect(counts.rejects[0]?.line).toBe(3);
  });

  it('may last 0 ms and up to 31 days', async () => {
    expect((await readXml(file(http({ t: 0 }), http({ t: 2_678_400_000 })))).rows.map(({ latency }) => latency)).toEqual([
      0, 2_678_400_000,
    ]);
  });

  test.each([
    ['no time stamps', { ts: null }],
    ['no durations', { t: null }],
  ])('is what all others are: a file with %s is refused', async (words, attributes) => {
    await expect(readXml(file(http(attributes), http(attributes)))).rejects.toThrow(words);
  });
});

describe('samples that stand for several', () => {
  it('are stamped with the end of the last one, and hold sums', async () => {
    const { rows } = await readXml(file(http({ t: 300, sc: 3, ec: 1, s: 'false', lt: 270, ct: 9, by: 3000 })));
    expect(rows).toMatchObject([{ timestamp: (T0 - 100) * 1000, latency: 100, weight: 3, failed: 1, ttfb: 90, connect: 3, bytesIn: 3000 }]);
  });

  test.each([
    [{ sc: 3, s: 'true' }, 0],
    [{ sc: 3, s: 'false' }, 3],
    [{ sc: 3, ec: 0, s: 'false' }, 1],
    [{ sc: 3, ec: 2, s: 'true' }, 2],
    [{ sc: 1, ec: 0, s: 'false' }, 1],
    [{ sc: 1, ec: 7, s: 'true' }, 0],
  ])('%j: %i failed', async (attributes, failed) => {
    expect((await readXml(file(http(attributes)))).rows[0]?.failed).toBe(failed);
  });

  it('as objects have the sum of durations in `elapsed`, not in the span `elapsedTime`', async () => {
    const fields = {
      label: 'GET',
      startTime: T0,
      endTime: T0 + 900,
      elapsedTime: 900,
      latency: 80,
      sampleCount: 2,
      success: 'true',
      errorCount: 0,
      elapsed: 120,
    };
    const inner = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
    const { rows, ids } = await readXml(
      file(`<statSample><saveConfig><label>true</label><success>false</success></saveConfig>${inner.join('')}</statSample>`),
    );
    expect(rows).toMatchObject([
      { label: 'GET', latency: 60, weight: 2, failed: 0, success: 1, timestamp: (T0 + 900 - 60) * 1000, ttfb: 40 },
    ]);
    expect(ids).toContain('end-stamps');
  });
});

describe('levels', () => {
  const SUMMARY = 'Number of samples in transaction : 1, number of failing samples : 0';

  it('are those of the elements', async () => {
    const read = await readXml(
      file(
        http({ lb: 'page' }, http({ lb: 'css' }) + http({ lb: 'frame' }, http({ lb: 'frame image' }))),
        sample({ lb: 'buy', rm: SUMMARY, dt: '' }),
        sample(
          { lb: 'order', rm: 'lost', dt: '' },
          http({ lb: 'post' }, http({ lb: 'redirect' })) + sample({ lb: 'inner', dt: '', rm: SUMMARY }, http({ lb: 'get' })),
        ),
        sample({ lb: 'script' }, sample({ lb: 'part', dt: '' }, sample({ lb: 'part of it' }))),
      ),
    );
    expect(levels(read)).toEqual([
      ['css', 'sub'],
      ['frame image', 'sub'],
      ['frame', 'sub'],
      ['page', 'request'],
      ['buy', 'transaction'],
      ['redirect', 'sub'],
      ['post', 'request'],
      ['get', 'request'],
      ['inner', 'transaction'],
      ['order', 'transaction'],
      ['part of it', 'sub'],
      ['part', 'sub'],
      ['script', 'request'],
    ]);
  });

  it('are 64 at most', async () => {
    let nested = http({ lb: 'deepest' });
    for (let i = 0; i < 70; i++) nested = http({ lb: `${69 - i}` }, nested);
    const { rows, counts } = await readXml(file(nested, http({ lb: 'next' })));
    expect(rows).toHaveLength(65);
    expect(rows.slice(-2)).toMatchObject([
      { label: '0', kind: 'request' },
      { label: 'next', kind: 'request' },
    ]);
    expect(counts.reasons).toEqual({ 'more than 64 samples within one another': 1 });
  });
});

describe('assertions', () => {
  const assertion = (failure: string, error: string, message: string) =>
    `<assertionResult><name>failure</name><failure>${failure}</failure><error>${error}</error><failureMessage>${message}</failureMessage></assertionResult>`;

  it('that failed or could not be made give the failure message, the first one', async () => {
    const inner = assertion('false', 'false', 'good') + assertion('false', 'true', 'no &lt;luck&gt;') + assertion('true', 'false', 'later');
    const { rows } = await readXml(
      file(http({ s: 'false' }, inner), http({}, assertion('true', 'false', '')), http({}, assertion('false', 'false', 'fine'))),
    );
    expect(rows.map(({ failure, success }) => [failure, success])).toEqual([
      ['no <luck>', 0],
      ['assertion failed', 1],
      ['', 1],
    ]);
  });

  it('belong to the sample that they lie in', async () => {
    const { rows } = await readXml(
      file(http({ lb: 'page' }, http({ lb: 'image' }, assertion('true', 'false', 'inner')) + assertion('true', 'false', 'outer'))),
    );
    expect(rows.map(({ label, failure }) => [label, failure])).toEqual([
      ['image', 'inner'],
      ['page', 'outer'],
    ]);
  });
});

describe('start or end', () => {
  // Long and short ones in turn, each begun when the one before it ended, and stamped at its own end.
  const durations = [200, 50, 210, 40, 190, 60, 230, 20];
  const ends = durations.map((t, i) => http({ t, ts: T0 + durations.slice(0, i + 1).reduce((sum, one) => sum + one) }));
  const starts = [0, 200, 250, 460, 500, 690, 750, 980];

  it('is told from pairs of one thread', async () => {
    const { rows, ids } = await readXml(file(...ends));
    expect(rows.map(({ timestamp }) => timestamp / 1000 - T0)).toEqual(starts);
    expect(ids).toEqual(['end-stamps']);
  });

  it('leaves the pause of a transaction in it', async () => {
    const rm = 'Number of samples in transaction : 8, number of failing samples : 0';
    const { rows } = await readXml(file(...ends, sample({ lb: 'Pay', dt: '', rm, ts: T0 + 1300, t: 1000, it: 300 })));
    expect(rows.at(-1)).toMatchObject({ kind: 'transaction', timestamp: T0 * 1000, latency: 1000 });
  });

  it('is the start where nothing speaks against it', async () => {
    const { rows, ids } = await readXml(file(...durations.map((t, i) => http({ t, ts: T0 + (starts[i] ?? 0) }))));
    expect(rows.map(({ timestamp }) => timestamp / 1000 - T0)).toEqual(starts);
    expect(ids).toEqual([]);
  });
});

describe('detection', () => {
  const grade = (text: string) => jmeterXml.detect(bytesOf(text), 'x');
  test.each([
    ['<testResults>'],
    ['<testResults version="1.2">'],
    ['\ufeff<?xml version="1.0"?><testResults version="1.2">'],
    ['\n\n <?xml version="1.0"?>\n<?xml-stylesheet type="text/xsl" href="a.xsl"?>\n<!-- a > b -->\n<testResults/>'],
    ["<?xml version='1.0'?><!DOCTYPE testResults SYSTEM 'a.dtd'><testResults>"],
  ])('is sure of %j', (text) => expect(grade(text)).toBe('sure'));
  test.each([['<testResultsOther>'], ['<jmeterTestPlan><testResults>'], ['<!-- <testResults> -->'], ['<testsuite/>'], ['']])(
    'denies %j',
    (text) => expect(grade(text)).toBe('no'),
  );

  it('takes no longer for many comments', () => {
    const start = performance.now();
    expect(grade(`${'<!---->'.repeat(1100)}x`)).toBe('no');
    expect(performance.now() - start).toBeLessThan(500);
  });
});
