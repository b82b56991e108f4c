import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPoolWait } from '../../src/observability/span-operation.js';
import { tracesOf } from '../../src/observability/trace-assembly.js';
import { nameTemplate, pathTemplate } from '../../src/observability/trace-path.js';
import { statementOf } from '../../src/observability/trace-statement.js';
import { otlp, span, trace } from './traces.js';

describe('statements', () => {
  it.each([
    ['', "SELECT * FROM t1 WHERE a = 'x''y' AND b=$1 AND c = -4.5e3", 'SELECT * FROM t1 WHERE a = ? AND b=? AND c = ?'],
    ['postgresql', 'INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)', 'INSERT INTO t (a, b) VALUES (?)'],
    ['postgresql', "SELECT 1 -- why 'not\n FROM \"my table\" /* traceparent='00-1' */;", 'SELECT ? FROM "my table"'],
    ['postgresql', "UPDATE t SET a = '5'::int, b = now()::date", 'UPDATE t SET a = ?, b = now()::date'],
    ['postgresql', "DO $f$ secret 'x' $f$", 'DO ?'],
    [
      'mysql',
      'select `a` from b where c in (1,2,  3) and d = "s3cret" and e = true',
      'select `a` from b where c in (?) and d = ? and e = ?',
    ],
    ['', "select 'it\\'s s3cret' from t where b = 'other'", 'select ?'],
    ['', "select 'cut in the mid", 'select ?'],
    ['redis', 'SET user:42 s3cret EX 10', 'SET ?'],
    ['redis', 'FLUSHALL', 'FLUSHALL'],
    [
      'mongodb',
      '{"find":"users","filter":{"mail":"a@b.c","age":{"$gt":18}},"in":["a","b"]}',
      '{"find":?,"filter":{"mail":?,"age":{"$gt":?}},"in":[?]}',
    ],
  ])('of %s: %s', (system, text, expected) => {
    expect(statementOf(text, system)).toBe(expected);
  });

  it('hold no literal and end, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.constantFrom('', 'mysql', 'redis', 'postgresql'), (text, system) => {
        expect(statementOf(text, system).length).toBeLessThanOrEqual(401);
        const quoted = `SELECT a FROM b WHERE c = 's3cret${text.replace(/['\\]/g, '')}'`;
        expect(statementOf(quoted, system)).not.toContain('s3cret');
      }),
    );
    expect(statementOf(`SELECT ${"'x', ".repeat(200_000)}1`, '').length).toBeLessThanOrEqual(401);
  });
});

describe('paths', () => {
  it.each([
    ['http://user:pw@shop:8080/items/31?token=x#y', '/items/{id}'],
    ['/v1/users/8d3c9e0a-1111-4222-8333-444455556666/orders', '/v1/users/{id}/orders'],
    ['/api/s3/bucket', '/api/s3/bucket'],
    ['/a/b%20c/SKU-0042/a@b.c', '/a/{id}/{id}/{id}'],
    ['', '/'],
  ])('%s', (path, template) => expect(pathTemplate(path)).toBe(template));

  it('names of spans too', () => {
    expect(nameTemplate('GET /items/31')).toBe('GET /items/{id}');
    expect(nameTemplate('process order 4711')).toBe('process order {id}');
    expect(nameTemplate('p95 of sha256')).toBe('p95 of sha256');
  });
});

it('old names of attributes are read as the new ones, other attributes not at all', () => {
  const old = {
    'http.method': 'GET',
    'http.status_code': '200',
    'http.url': 'http://h/x/12?q=1',
    'net.peer.name': 'h',
    'db.system': 'postgres',
    'db.name': 'shop',
    'db.statement': "SELECT 'x'",
    'enduser.id': 'bob',
    'http.request.header.cookie': 'a=b',
  };
  const now = {
    'http.request.method': 'GET',
    'http.response.status_code': '200',
    'url.path': '/x/{id}',
    'server.address': 'h',
    'db.system.name': 'postgresql',
    'db.namespace': 'shop',
    'db.query.text': 'SELECT ?',
  };
  expect(tracesOf(otlp([trace([span(1, null, 0, 1, { attributes: old })])]))[0]?.spans[0]?.attributes).toEqual(now);
  expect(tracesOf(otlp([trace([span(1, null, 0, 1, { attributes: now })])]))[0]?.spans[0]?.attributes).toEqual(now);
});

it.each<[string, boolean]>([
  ['pg-pool.connect', true],
  ['HikariDataSource.getConnection', true],
  ['pgxpool.acquire', true],
  ['wait_for_connection', true],
  ['pg.connect', false],
  ['ThreadPoolExecutor.run', false],
  ['spool file', false],
  ['GET /pools', false],
])('a span named %s waits for a pool: %s', (name, wait) => {
  expect(isPoolWait(span(1, null, 0, 1, { kind: 'client', name }))).toBe(wait);
});
