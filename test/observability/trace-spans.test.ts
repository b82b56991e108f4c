import { expect, test } from 'vitest';
import { withoutLiterals } from '../../src/observability/span-attributes.js';
import { tracesOf } from '../../src/observability/trace-spans.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** A server span and the client span below it; ids and enums as the sender writes them. */
function document(id: (hex: string) => string, kinds: [unknown, unknown], code: unknown) {
  return [
    {
      resource: { attributes: [text('service.name', 'shop'), text('service.version', '2.1')] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: id(TRACE),
              spanId: id('00f067aa0ba902b8'),
              parentSpanId: id('00f067aa0ba902b7'),
              name: 'SELECT',
              kind: kinds[1],
              startTimeUnixNano: '1700000000010000001',
              endTimeUnixNano: '1700000000030500001',
              attributes: [text('db.system', 'postgresql'), text('db.statement', "SELECT * FROM t WHERE a = 'x' AND b IN (1, 2)")],
              status: { code },
              events: [{ name: 'exception', attributes: [text('exception.message', 'lock timeout password=geheim')] }],
            },
            {
              traceId: id(TRACE),
              spanId: id('00f067aa0ba902b7'),
              name: 'GET /',
              kind: kinds[0],
              startTimeUnixNano: '1700000000000000001',
              endTimeUnixNano: '1700000000040000001',
              attributes: [{ key: 'http.status_code', value: { intValue: '200' } }, text('http.target', '/secret')],
            },
          ],
        },
      ],
    },
  ];
}

const asSent = { resourceSpans: document((hex) => hex, [2, 3], 2) };
const fromTempo = document(base64, ['SPAN_KIND_SERVER', 'SPAN_KIND_CLIENT'], 'STATUS_CODE_ERROR');

test('the same trace whatever it is written in: as exporters send it, and as Tempo gives it back by both of its addresses', () => {
  const [sent] = tracesOf(asSent);
  expect(sent?.id).toBe(TRACE);
  expect(sent?.start).toBeCloseTo(1_700_000_000_000, 3);
  expect(sent?.spans.map(({ id, parent, kind, start, duration, error }) => [id, parent, kind, start, duration, error])).toEqual([
    ['00f067aa0ba902b7', null, 'server', 0, 40, false],
    ['00f067aa0ba902b8', '00f067aa0ba902b7', 'client', 10, 20.5, true],
  ]);
  expect(tracesOf({ batches: fromTempo })).toEqual([sent]);
  expect(tracesOf({ trace: { resourceSpans: fromTempo } })).toEqual([sent]);
});

test('attributes: today’s names, a closed list, no literals and no secrets', () => {
  const [, query] = tracesOf(asSent)[0]?.spans ?? [];
  const [root] = tracesOf(asSent)[0]?.spans ?? [];
  expect(query?.attributes).toEqual({ 'db.system.name': 'postgresql', 'db.query.text': 'SELECT * FROM t WHERE a = ? AND b IN (?)' });
  expect(query?.message).toBe('lock timeout password=***');
  expect(root?.attributes).toEqual({ 'http.response.status_code': '200' });
  expect(root?.version).toBe('2.1');
});

test('literals of statements', () => {
  expect(withoutLiterals("UPDATE t SET a = 'it''s', b = $2 WHERE c1 = 4.5")).toBe('UPDATE t SET a = ?, b = ? WHERE c1 = ?');
});

test('an empty trace is none, another document is an error, and broken spans are left out', () => {
  expect(tracesOf({ trace: {} })).toEqual([]);
  expect(() => tracesOf({ hello: 1 })).toThrow('no spans');
  expect(() => tracesOf(null)).toThrow('no spans');
  const broken = {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              { traceId: 'zz', spanId: 5 },
              { traceId: TRACE, spanId: '00f067aa0ba902b7', startTimeUnixNano: 'x' },
            ],
          },
        ],
      },
    ],
  };
  expect(tracesOf(broken)).toEqual([]);
});
