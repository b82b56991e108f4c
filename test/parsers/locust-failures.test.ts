import { describe, expect, it } from 'vitest';
import { locustFailure } from '../../src/parsers/locust-errors.js';
import { locustFailures } from '../../src/parsers/locust-failures.js';
import { CHUNKS, fixture, readFigures, truthOf } from './locust-reading.js';

const HEAD = 'Method,Name,Error,Occurrences\r\n';
const read = (text: string | Uint8Array, chunks?: readonly number[]) =>
  readFigures(locustFailures, text, { name: 'run_failures.csv', ...(chunks && { chunks }) });
const byMessage = (figures: Awaited<ReturnType<typeof read>>['figures']): Record<string, number> =>
  Object.fromEntries((figures.failures ?? []).map(({ label, message, count }) => [`${label} | ${message}`, count]));

/** The text of an exception, which 2.8 writes, of how Python shows it, which newer versions do (with shorter addresses). */
function textOf(shown: string): string {
  const texts: Record<string, string> = {
    'CatchResponseError(\'said "no", in\\ntwo lines\')': 'said "no", in\ntwo lines',
    "ConnectionRefusedError(111, 'Connection refused')": '[Errno 111] Connection refused',
  };
  return texts[shown] ?? shown.replace(/^(?:\w+\()+['"](.*)['"]\)+$/, '$1');
}

describe('locust-failures', () => {
  it.each(['2.8.6/plain', '2.8.6/full-history', '2.47.0/plain', '2.47.0/full-history', '2.47.0/names', '2.47.0/killed'])(
    '%s lists what failed when it was written',
    async (one) => {
      const { figures, counts, ids } = await read(fixture(`${one}/run_failures.csv`));
      const expected: Record<string, number> = {};
      for (const [key, count] of Object.entries(truthOf(one).stats.failures)) {
        const [label = '', error = ''] = key.split(' | ');
        const text = `${label} | ${one.startsWith('2.8') ? textOf(error) : error.replace('http://127.0.0.1:18089', '')}`;
        expected[text] = (expected[text] ?? 0) + count;
      }
      expect(byMessage(figures)).toEqual(expected);
      expect(counts).toMatchObject({ read: figures.failures?.length, rejected: 0 });
      expect(figures).toMatchObject({ overall: null, byLabel: [], history: null, set: { run: 'run', part: 'failures' } });
      expect(ids).toEqual([]);
    },
  );

  it('gives each failure its class and code', async () => {
    const { figures } = await read(fixture('2.47.0/plain/run_failures.csv'));
    expect(Object.fromEntries((figures.failures ?? []).map((failure) => [failure.label, [failure.class, failure.code]]))).toEqual({
      'GET /broken': ['5xx', '500'],
      'GET /missing': ['4xx', '404'],
      'GET /checked': ['assertion', ''],
      'GET /hang': ['timeout', ''],
      'GET /reset': ['connection', ''],
      'GET /refused': ['connection', ''],
    });
  });

  it.each([
    ["HTTPError('429 Client Error: Too Many Requests for url: /a')", '4xx', '429'],
    ["HTTPError('503 Server Error: Service Unavailable for url: /connect/timeout',)", '5xx', '503'],
    ["BadStatusCode('http://a/', code=404)", '4xx', '404'],
    ["CatchResponseError('timeout in the body, 500 Server Error')", 'assertion', ''],
    ["AssertionError('connection')", 'assertion', ''],
    ['ConnectTimeout(MaxRetryError("HTTPConnectionPool(host=\'a\', port=1)"))', 'timeout', ''],
    ["timeout('timed out')", 'timeout', ''],
    ["ConnectionError(ProtocolError('Connection aborted.', RemoteDisconnected('')))", 'connection', ''],
    ['[Errno 111] Connection refused', 'connection', ''],
    ['SSLError(SSLCertVerificationError(1))', 'connection', ''],
    ['<_InactiveRpcError of RPC that terminated with: status = StatusCode.DEADLINE_EXCEEDED', 'timeout', ''],
    ["KeyError('id')", 'other', ''],
    ['said no', 'other', ''],
    ['', 'other', ''],
  ])('takes %s for %s', (text, kind, code) => {
    expect(locustFailure(text)).toEqual({ class: kind, code });
  });

  it('reads texts with quotes of versions that do not double them', async () => {
    for (const version of ['0.12.2', '0.13.4', '0.14.6']) {
      const { figures, counts } = await read(fixture(`${version}/writers/run_failures.csv`));
      expect(counts).toMatchObject({ read: 3, rejected: 0 });
      // These versions write the text of an exception, not its name.
      const truth = Object.entries(truthOf(`${version}/writers`).all.failures).map(
        ([key, count]) => [key.replace(/HTTPError\('(.*)'\)$/, '$1'), count] as const,
      );
      expect(byMessage(figures)).toEqual(Object.fromEntries(truth));
    }
  });

  it('reads nothing of a list without failures, with and without a line end', async () => {
    for (const text of [HEAD, '"Method","Name","Error","Occurrences"']) {
      const { figures, counts } = await read(text);
      expect(figures.failures).toEqual([]);
      expect(counts).toMatchObject({ read: 0, rejected: 0 });
      expect(locustFailures.detect(new TextEncoder().encode(text), '')).toBe('sure');
    }
  });

  it('does not take a number that may be cut, nor one that is none', async () => {
    const { figures, counts, ids } = await read(`${HEAD}GET,/,a,12\r\nGET,/,b,x\r\nGET,/,"c,\n""d""",-1\r\nGET,/,e,1`);
    expect(figures.failures?.map(({ message, count }) => [message, count])).toEqual([['a', 12]]);
    expect(counts.reasons).toEqual({ 'occurrences is no whole number': 2, 'cut at the end of the file': 1 });
    expect(ids).toEqual(['locust-cut']);
  });

  it('keeps no more than 10,000 kinds apart, and cuts long texts', async () => {
    const rows = Array.from({ length: 10_005 }, (_, i) => `GET,/,error ${i},2\r\n`).join('');
    const { figures, ids } = await read(`${HEAD}GET,/,${'x'.repeat(20_000)},1\r\n${rows}`);
    expect(figures.failures?.length).toBe(10_001);
    expect(figures.failures?.[0]?.message.length).toBe(8192);
    expect(figures.failures?.at(-1)).toMatchObject({ label: null, message: '(other failures)', count: 12 });
    expect(ids).toEqual(['locust-failures-folded']);
  });

  it.each(CHUNKS)('gives the same in chunks of %s', async (...chunks) => {
    for (const file of ['2.47.0/plain/run_failures.csv', '0.14.6/writers/run_failures.csv'])
      expect(await read(fixture(file), chunks)).toEqual(await read(fixture(file)));
  });

  it('detects its header only', () => {
    const grade = (text: string): string => locustFailures.detect(new TextEncoder().encode(text), '');
    expect(grade('Method,Name,Error,Occurrences,First Seen,Last Seen\r\n')).toBe('sure');
    for (const other of ['', 'Method,Name,Error\n', 'Method,Name,# requests\n', 'Count,Message,Traceback,Nodes\n'])
      expect(grade(other), other).toBe('no');
  });
});
