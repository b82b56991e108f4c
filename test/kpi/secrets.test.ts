import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { redact, redactAll } from '../../src/model/redact.js';

describe('texts without secrets', () => {
  test.each([
    ['GET https://user:SECRET@host.example/p', 'GET https://***@host.example/p'],
    ['https://SECRET@host/p?a=b@c', 'https://***@host/p?a=b@c'],
    ['/p?token=SECRET&page=2', '/p?token=***&page=2'],
    ['/p?page=2&API_KEY=SECRET#top', '/p?page=2&API_KEY=***#top'],
    ['/p;jsessionid=SECRET?x=1', '/p;jsessionid=***?x=1'],
    ['Get "https://user:SECRET@h/p?access-token=SECRET": dial tcp', 'Get "https://***@h/p?access-token=***": dial tcp'],
    ['Authorization: Bearer SECRET1.SECRET2-x', 'Authorization: Bearer ***'],
    ['authorization: basic U0VDUkVUOlNFQ1JFVA==', 'authorization: basic ***'],
    ['{"password":"SECRET","user":"a"}', '{"password":"***","user":"a"}'],
    ['password: SECRET, user: a', 'password: ***, user: a'],
    ['client_secret=SECRET', 'client_secret=***'],
    ['signed with AKIASECRETSECRETSECR for eu', 'signed with *** for eu'],
    ['GET /me/eyJhbGciOiJIUzI1NiJ9.SECRETSECRET.SECRET_x/orders', 'GET /me/***/orders'],
    ['push failed: ghp_SECRETSECRETSECRETSECRETSECRET12 denied', 'push failed: *** denied'],
    ['-----BEGIN RSA PRIVATE KEY-----\nSECRET\n-----END RSA PRIVATE KEY----- read', '*** read'],
  ])('%s', (text, without) => {
    expect(redact(text)).toBe(without);
    expect(redact(without)).toBe(without);
    expect(without).not.toContain('SECRET');
  });

  test.each([
    'GET /cart?page=2&key=17',
    'Basic authentication required',
    'Bearer scheme expected',
    'mail a@b.example failed',
    'http://host/a:b@c',
    'status.find.is(200), but actually found 503',
    'tokens: see the log',
    'ratio=1:2',
    'GET /task-list/risk-free/hf_model',
    'SKU AKIA-12, eyJ, SG.1',
  ])('leaves %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('takes no time for hostile texts', () => {
    const from = performance.now();
    for (const text of [
      'a://'.repeat(20_000),
      `a://${'x'.repeat(100_000)}`,
      'token='.repeat(20_000),
      'Bearer '.repeat(20_000),
      `password${' '.repeat(100_000)}`,
      'eyJaaaaaaaa.'.repeat(20_000),
      '-----BEGIN PRIVATE KEY-----'.repeat(5_000),
      'SG.'.repeat(40_000),
      'sk-'.repeat(40_000),
    ])
      redact(text);
    expect(performance.now() - from).toBeLessThan(5000);
  });

  test('in values of any depth, names of members left', () => {
    expect(redactAll({ 'token=x': [{ a: 'token=x', n: 1, no: null }] })).toEqual({ 'token=x': [{ a: 'token=***', n: 1, no: null }] });
  });
});

test('nothing of an analysis holds a secret of the file, and labels that differ in one are one', async () => {
  const header = 'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success\n';
  const rows = [
    '1700000000000,5,https://u:SECRET1@h/p?token=SECRET2,200,OK,t,true',
    '1700000001000,6,https://u:SECRET3@h/p?token=SECRET4,500,"password=SECRET5, Bearer SECRET6abc",t,false',
    '1700000002000,x,https://u:SECRET7@h/p,500,Authorization: Bearer SECRET8xyz,t,false',
  ];
  const analysis = await analyze([{ name: 'a.jtl', bytes: new TextEncoder().encode(header + rows.join('\n')) }]);
  expect(JSON.stringify(analysis)).not.toContain('SECRET');
  expect(analysis.kpis.byLabel.map(({ label, count }) => [label, count])).toEqual([['https://***@h/p?token=***', 2]]);
  expect(analysis.errors.groups[0]?.exemplar?.message).toBe('password=***, Bearer ***');
  expect(analysis.input[0]?.rows.firstRejected[0]?.text).toContain('https://***@h/p');
});

test('an unknown file shows no secret either', async () => {
  const bytes = new TextEncoder().encode('see https://u:SECRET@h/ for more');
  await expect(analyze([{ name: 'notes.txt', bytes }])).rejects.toThrow(/https:\/\/\*\*\*@h/);
});
