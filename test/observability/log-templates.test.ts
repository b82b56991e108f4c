import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogLine } from '../../src/observability/log-line.js';
import { templatesOf } from '../../src/observability/log-templates.js';

const BINS = { start: 0, width: 1000, count: 10 };
const TRACE = '0af7651916cd43dd8448eb211c80319c';

function lines(texts: readonly string[], metadata: Record<string, string> = {}, service: string | null = 'shop'): LogLine[] {
  return texts.map((text, i) => ({ time: 1 + i * 2, service, stream: `${service}`, labels: {}, metadata, text }));
}

function texts(...given: string[]): string[] {
  return templatesOf(lines(given), BINS).map(({ text }) => text);
}

describe('what a template is made of', () => {
  test('plain text: parameters are masked, what stands before the message is dropped, the logger is kept', () => {
    expect(
      texts(
        '2026-11-22T09:05:44.189Z ERROR 4711 --- [nio-8080-exec-3] c.e.shop.Orders : order 17 of 10.0.0.7:5432 failed after 2502 ms',
        '2026-11-22T09:05:45.189Z ERROR 4711 --- [nio-8080-exec-9] c.e.shop.Orders : order 99 of 10.0.0.8:5432 failed after 12 ms',
      ),
    ).toEqual(['c.e.shop.Orders order <*> of <*> failed after <*> ms']);
  });

  test('JSON: message, error, and fields with few values; no ids, times and sizes', () => {
    const line = (id: number, pool: string) =>
      JSON.stringify({
        time: `2026-11-22T09:05:${10 + id}Z`,
        level: 'error',
        msg: 'no connection',
        pool,
        user_id: id,
        waited_ms: id * 7,
        err: { message: `timeout after ${id} ms`, stack: 'Error\n at x' },
      });
    expect(texts(line(1, 'orders'), line(2, 'orders'), line(3, 'stock'))).toEqual([
      'no connection err.message="timeout after <*> ms" pool=orders',
      'no connection err.message="timeout after <*> ms" pool=stock',
    ]);
  });

  test('a field with many values is a parameter, whatever its name', () => {
    const words = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi'.split(' ');
    expect(texts(...words.map((word) => JSON.stringify({ msg: 'cart changed', shelf: word, kind: 'toy' })))).toEqual([
      'cart changed kind=toy',
    ]);
  });

  test('logfmt: quoted text is kept', () => {
    expect(texts('ts=2026-11-22T09:04:36Z level=warn msg="pool \\"a\\" is empty" route=/orders/:id status=503 took_ms=5')).toEqual([
      'pool "a" is empty route=/orders/:id status=503',
    ]);
  });

  test('access logs: method, path and status', () => {
    const line = (path: string, status: number) =>
      `10.0.0.7 - - [22/Nov/2026:09:05:44 +0000] "GET ${path} HTTP/1.1" ${status} 157 "-" "agent/1.0"`;
    expect(texts(line('/a?x=1', 200), line('/a?x=2', 200), line('/b/77', 502))).toEqual([
      'request method=GET path=/a?<*> status=200',
      'request method=GET path=/b/<*> status=502',
    ]);
  });

  test('what a container runtime wraps around a line', () => {
    expect(
      texts(
        '{"log":"2026-11-22 09:05:44 ERROR no luck\\n","stream":"stdout","time":"2026-11-22T09:05:44.1Z"}',
        '2026-11-22T09:05:44.189Z stderr F ERROR no luck',
      ),
    ).toEqual(['no luck']);
  });

  test('a message under another name', () => {
    expect(texts('{"when":1,"saying":"out of luck","what_id":3}')).toEqual(['out of luck']);
  });

  test('a message may begin with a number', () => {
    expect(texts('ERROR 503 Service Unavailable')).toEqual(['<*> Service Unavailable']);
  });

  test('versions stay apart: a deployment shows', () => {
    expect(
      texts('{"msg":"service started","version":"1.0.0","pid":1}', '{"msg":"service started","version":"1.1.0","pid":2}'),
    ).toHaveLength(2);
  });

  test('PostgreSQL: application, kind and statement', () => {
    const at = (kind: string) => `2026-11-22 09:05:42.190 UTC [2543] stock shop@db ${kind}`;
    expect(
      texts(
        at('LOG:  process 2543 still waiting for RowExclusiveLock on relation 16415 of database 16384 after 503.105 ms at character 8'),
        at('DETAIL:  Process holding the lock: 3592. Wait queue: 2543, 2962, 3605.'),
        at('DETAIL:  Process holding the lock: 3592. Wait queue: 2543.'),
        at("STATEMENT:  UPDATE stock SET reserved = 5 WHERE name = 'a b'"),
        at("LOG:  duration: 107.393 ms  execute <unnamed>: UPDATE stock SET reserved = 7 WHERE name = 'c'"),
      ).sort(),
    ).toEqual([
      'stock shop@db DETAIL: Process holding the lock: <*>. Wait queue: <*>.',
      'stock shop@db LOG: duration: <*> ms statement: UPDATE stock SET reserved = <*> WHERE name = <*>',
      'stock shop@db LOG: process <*> still waiting for RowExclusiveLock on relation <*> of database <*> after <*> ms at character <*>',
      'stock shop@db STATEMENT: UPDATE stock SET reserved = <*> WHERE name = <*>',
    ]);
  });
});

describe('stack traces', () => {
  test('inside of an entry: the message and the innermost cause', () => {
    const [template] = templatesOf(
      lines([
        'ERROR boom 1\n\tat a.B.c(B.java:3)\nCaused by: x.Y: first\n\tat d.E(E.java:1)\nCaused by: java.net.ConnectException: refused\n\t... 12 more',
      ]),
      BINS,
    );
    expect(template?.text).toBe('boom <*> caused by: java.net.ConnectException: refused');
    expect(template?.example).not.toContain('B.java');
  });

  test('Python names the exception behind the stack', () => {
    expect(texts('ERROR failed\nTraceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nValueError: bad sku 7')).toEqual([
      'failed caused by: ValueError: bad sku <*>',
    ]);
  });

  test('an entry a line: folded into the entry before, of the same stream only', () => {
    const all = lines(['ERROR boom', '    at f (/app/a.js:1:2)', '    at g (/app/b.js:1:2)', 'next']);
    expect(templatesOf(all, BINS).map(({ text }) => text)).toEqual(['boom', 'next']);
    expect(
      templatesOf(
        all.map((line, i) => ({ ...line, stream: `${i}` })),
        BINS,
      ),
    ).toHaveLength(4);
  });
});

describe('levels and trace ids', () => {
  test.each([
    [{ detected_level: 'warn' }, 'ERROR x', 'warn'],
    [{ detected_level: 'unknown' }, 'ERROR x', 'error'],
    [{}, '{"severity":"CRITICAL","msg":"x"}', 'critical'],
    [{}, '{"level":50,"msg":"x"}', 'error'],
    [{}, 'level=warning msg=x', 'warn'],
    [{}, '2026/11/22 09:05:44 [error] 31#31: *7 connect() failed', 'error'],
    [{}, 'E1122 09:05:44.189012 1 a.go:7] no route', 'error'],
    [{}, 'the error is gone', 'unknown'],
  ])('%o %s', (metadata, text, level) => {
    expect(templatesOf(lines([text], metadata as Record<string, string>), BINS)[0]?.level).toBe(level);
  });

  test.each([
    [{ trace_id: TRACE }, 'x'],
    [{ traceID: TRACE.toUpperCase() }, 'x'],
    [{}, `{"msg":"x","traceId":"${TRACE}"}`],
    [{}, `level=info msg=x traceparent=00-${TRACE}-b7ad6b7169203331-01`],
    [{}, `[${TRACE}] x`],
  ])('trace id in %o %s', (metadata, text) => {
    expect(templatesOf(lines([text], metadata as Record<string, string>), BINS)[0]?.traceIds).toEqual([TRACE]);
  });
});

describe('counts', () => {
  test('a bin is open at the left and closed at the right', () => {
    const at = [0, 1, 1000, 1001, 10_000, 10_001].map((time) => ({ ...(lines(['x'])[0] as LogLine), time }));
    expect(templatesOf(at, BINS)[0]?.counts).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  test('the order of lines does not matter', () => {
    const given = lines(Array.from({ length: 300 }, (_, i) => `user ${'abcdefg'[i % 7]} did ${'xyz'[i % 3]} in ${i} ms`));
    const other = given.map((_, i) => given[(i * 7) % 300] as LogLine);
    expect(templatesOf(other, BINS)).toEqual(templatesOf(given, BINS));
  });
});

describe('hostile lines', () => {
  test('colours are dropped, controls escaped, secrets redacted', () => {
    const [template] = templatesOf(lines(['\u001b[31mERROR\u001b[0m login password=hunter2 \u0007\u202e https://a:b@h/x?token=t']), BINS);
    for (const text of [template?.text, template?.example]) {
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(text).not.toContain('hunter2');
      expect(text).not.toContain('a:b@');
    }
    expect(template?.example).toContain('\\x07');
  });

  test.each([
    ['one letter', 'a'.repeat(1 << 20)],
    ['pairs', 'a=b '.repeat(1 << 18)],
    ['quotes', `a="${'\\"'.repeat(1 << 19)}`],
    ['open braces', '{"a":'.repeat(1 << 18)],
    ['brackets', '['.repeat(1 << 20)],
    ['blanks', ' '.repeat(1 << 20)],
    ['dots', 'a.'.repeat(1 << 19)],
    ['slashes', '/?'.repeat(1 << 19)],
    ['digits', '1,'.repeat(1 << 19)],
    ['colons', 'f:'.repeat(1 << 19)],
    ['hex', `${'a'.repeat(4000)}g`],
    ['lines', '\n at x'.repeat(1 << 17)],
    ['halves of pairs', '\ud800'.repeat(1 << 19)],
    ['nothing', ''],
  ])('%s', (_, text) => {
    const start = performance.now();
    const [template] = templatesOf(lines([text, `x ${text}`, `{"msg":"${text}"}`, `msg="${text}" level=error`]), BINS);
    expect(performance.now() - start).toBeLessThan(1000);
    for (const shown of [template?.text, template?.example]) expect(shown?.length).toBeLessThanOrEqual(401);
  });

  test('whatever the text: nothing is thrown, no line is lost, what is shown can be seen', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '{"msg":',
        '"',
        '=',
        'a=',
        '\n at x (y)',
        'LOG:  ',
        '<*>',
        '[',
        ']',
        '\u001b[31m',
        '2026-11-22 09:05:44',
        ' ERROR ',
        '/',
        '?',
        '://',
        '\\',
        '$1',
        "'",
        'password=',
      ),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), (given) => {
        // Each in a stream of its own: no stack goes on.
        const templates = templatesOf(
          lines(given).map((line, i) => ({ ...line, stream: `${i}` })),
          BINS,
        );
        expect(templates.flatMap(({ counts }) => counts).reduce((a, b) => a + b, 0)).toBe(given.length);
        for (const { text, example } of templates) expect(`${text}${example}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
      }),
      { numRuns: 300 },
    );
  });

  test('not more than 500 templates of a service; none is lost', () => {
    const many = lines(Array.from({ length: 3000 }, (_, i) => `w${words(i)} ${words(i * 7)} q${words(i * 13)}`));
    const templates = templatesOf(many, BINS);
    expect(templates.length).toBeLessThanOrEqual(500);
    expect(templates.flatMap(({ counts }) => counts).reduce((a, b) => a + b)).toBe(3000);
  });
});

test('speed', () => {
  const given = lines(
    Array.from({ length: 30_000 }, (_, i) =>
      i % 3 === 0
        ? JSON.stringify({
            time: i,
            level: 'error',
            msg: 'request failed',
            route: '/a/:id',
            status: 500,
            duration_ms: i,
            trace_id: TRACE.replace('0af7', String(1000 + (i % 9000))),
          })
        : i % 3 === 1
          ? `ts=2026-11-22T09:04:36Z level=warn msg="slow request" route=/b status=200 duration_ms=${i} trace_id=${TRACE}`
          : `2026-11-22 09:05:44.189 ERROR [t-${i % 9}] c.e.Orders: order ${i} failed after ${i % 1000} ms`,
    ),
  ).map((line, i) => ({ ...line, time: 1 + i / 10 }));
  const start = process.cpuUsage();
  templatesOf(given, BINS);
  const { user, system } = process.cpuUsage(start);
  const perSecond = 30_000 / ((user + system) / 1e6);
  console.log(`templates: ${Math.round(perSecond)} lines a second of CPU, cold`);
  // A floor for a loaded machine, collection of garbage and compilation of code included; docs/observability/loki.md has what was measured.
  expect(perSecond).toBeGreaterThan(10_000);
});

/** Number as letters. */
function words(n: number): string {
  return n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] as string);
}
