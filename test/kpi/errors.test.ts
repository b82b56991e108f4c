import { describe, expect, it } from 'vitest';
import { errorClassOf } from '../../src/kpi/error-classes.js';
import { analyzeRows, BASE } from './jtl.js';

describe('classes of failures', () => {
  it.each([
    ['404', '', '4xx'],
    ['429', '', '4xx'],
    ['503', '', '5xx'],
    ['504', '', '5xx'],
    ['200', 'OK', 'assertion'],
    ['302', '', 'assertion'],
    ['200', 'Embedded resource download error:http://x/ code:404 message:Not Found, ', 'other'],
    ['Non HTTP response code: java.net.SocketTimeoutException', '', 'timeout'],
    ['Non HTTP response code: org.apache.http.conn.ConnectTimeoutException', '', 'timeout'],
    ['Non HTTP response code: java.net.SocketException', 'Non HTTP response message: Read timed out', 'timeout'],
    ['Non HTTP response code: java.net.SocketException', 'Non HTTP response message: Connection reset', 'connection'],
    ['Non HTTP response code: java.net.UnknownHostException', '', 'connection'],
    ['Non HTTP response code: java.net.ConnectException', '', 'connection'],
    ['Non HTTP response code: org.apache.http.NoHttpResponseException', '', 'connection'],
    ['Non HTTP response code: javax.net.ssl.SSLHandshakeException', '', 'connection'],
    ['Non HTTP response code: java.lang.IllegalStateException', '', 'other'],
    ['', '', 'other'],
    ['my own code', '', 'other'],
    ['4040', '', 'other'],
    // What Chromium and Firefox call it, in a HAR.
    ['-1', 'net::ERR_EMPTY_RESPONSE', 'connection'],
    ['0', 'net::ERR_NAME_NOT_RESOLVED', 'connection'],
    ['0', 'NS_ERROR_UNKNOWN_HOST', 'connection'],
    ['200', 'net::ERR_CONTENT_LENGTH_MISMATCH', 'connection'],
    ['200', 'net::ERR_TIMED_OUT', 'timeout'],
    ['0', 'net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
    ['-1', 'net::ERR_ABORTED', 'other'],
    ['0', 'net::ERR_BLOCKED_BY_CLIENT', 'other'],
  ])('%s %s is %s', (code, message, expected) => {
    expect(errorClassOf(code, () => message)).toBe(expected);
  });
});

describe('table of failures', () => {
  it('groups by class and code over labels, with the first real request of each', async () => {
    const { errors, kpis } = await analyzeRows([
      { at: 2000, ms: 10, label: 'a', ok: false, code: '500', message: 'late' },
      { at: 1000, ms: 20, label: 'b', ok: false, code: '500', message: 'first, written later' },
      { at: 3000, ms: 30, label: 'a', ok: false, code: '404', message: 'gone' },
      { at: 4000, ms: 40, label: 'a' },
      {
        at: 5000,
        ms: 50,
        label: 'a',
        ok: false,
        code: 'Non HTTP response code: java.net.SocketTimeoutException',
        message: 'Read timed out',
      },
      { at: 6000, ms: 60, label: 'a', ok: false, code: '500', message: 'last' },
    ]);
    expect(errors.total).toBe(5);
    expect(errors.groups.map((g) => [g.class, g.code, g.count])).toEqual([
      ['5xx', '500', 3],
      ['4xx', '404', 1],
      ['timeout', 'java.net.SocketTimeoutException', 1],
    ]);
    expect(errors.groups[0]).toMatchObject({
      share: 0.6,
      firstSeen: BASE + 1000,
      lastSeen: BASE + 6000,
      message: 'first, written later',
      labels: [
        { label: 'a', count: 2 },
        { label: 'b', count: 1 },
      ],
      exemplar: { file: 'results.jtl', line: 3, timestamp: BASE + 1000, latency: 20, label: 'b', code: '500', success: false },
    });
    expect(kpis.overall.errorClasses.map((c) => [c.class, c.count, c.firstSeen! - BASE, c.lastSeen! - BASE, c.message])).toEqual([
      ['4xx', 1, 3000, 3000, 'gone'],
      ['5xx', 3, 1000, 6000, 'first, written later'],
      ['timeout', 1, 5000, 5000, 'Read timed out'],
    ]);
    expect(kpis.byLabel[1]?.errorClasses).toMatchObject([{ class: '5xx', count: 1 }]);
  });

  it('does not lose failures when there are more codes than it keeps apart', async () => {
    const rows = Array.from({ length: 6000 }, (_, i) => ({ at: i, ms: 1, ok: false, code: `E${i}` }));
    const { errors } = await analyzeRows(rows);
    expect(errors.total).toBe(6000);
    expect(errors.ungrouped).toBeGreaterThan(0);
    expect(errors.groups.reduce((sum, group) => sum + group.count, 0)).toBe(6000);
    expect(errors.groups[0]?.code).toBe('(other codes)');
  });
});
