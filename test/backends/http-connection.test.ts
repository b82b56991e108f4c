import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/backends/connection-settings.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { Asker, jsonOf } from '../../src/observability/asker.js';
import { newFolder } from '../input/files.js';
import { missing } from '../observability/programs.js';
import { json, type Script, type ScriptedServer, scriptedServer } from './scripted-server.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanUp.splice(0).map((close) => close()));
});

const serve = async (script: Script, tls?: { key: string; cert: string }): Promise<ScriptedServer> => {
  const server = await scriptedServer(script, tls);
  cleanUp.push(() => server.close());
  return server;
};
const ok: Script = (answer) => json(answer, { fine: true });

/** One question; all that a report would say of it. */
async function asked(settings: ConnectionSettings, method: 'GET' | 'POST' = 'GET', headers?: Record<string, string>) {
  const asker = new Asker(httpConnection({ timeoutMs: 5000, ...settings }));
  const request = { method, path: '/api/v1/query', params: [['query', 'up{a="b c&d"}']], ...(headers ? { headers } : {}) } as const;
  const outcome = await asker.ask({ title: 'Test', query: 'up', window: null, request, read: jsonOf });
  return { outcome, told: JSON.stringify([outcome, asker.asked, asker.connection.url, asker.dead]), asker };
}

describe('what is sent', () => {
  it('a path below the base path, with parameters that are encoded', async () => {
    const server = await serve(ok);
    await asked({ url: `${server.url}/tenant/prometheus/?x=1#y` });
    expect(server.arrived[0]).toMatchObject({
      method: 'GET',
      url: '/tenant/prometheus/api/v1/query?query=up%7Ba%3D%22b+c%26d%22%7D',
      body: '',
    });
  });

  it('a form', async () => {
    const server = await serve(ok);
    await asked({ url: `${server.url}/` }, 'POST', { accept: 'application/json' });
    expect(server.arrived[0]).toMatchObject({ method: 'POST', url: '/api/v1/query', body: 'query=up%7Ba%3D%22b+c%26d%22%7D' });
    expect(server.arrived[0]?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' });
  });

  const SECRET = 'x9SecretValue1';
  it.each<[string, Partial<ConnectionSettings>, Record<string, string>]>([
    ['basic', { basic: { user: 'ann', password: SECRET } }, { authorization: `Basic ${btoa(`ann:${SECRET}`)}` }],
    ['a token', { bearer: `${SECRET}\n` }, { authorization: `Bearer ${SECRET}` }],
    ['a tenant', { tenant: SECRET }, { 'x-scope-orgid': SECRET }],
    ['headers', { headers: { 'X-Api-Key': SECRET } }, { 'x-api-key': SECRET }],
    [
      'a token over a header that says the same',
      { headers: { Authorization: 'Basic eA==' }, bearer: SECRET },
      { authorization: `Bearer ${SECRET}` },
    ],
  ])('%s, which nobody is shown', async (_, settings, headers) => {
    const server = await serve((answer, request, number) => (number === 0 ? ok(answer, request, number) : json(answer, {}, 403)));
    const { told, asker } = await asked({ url: server.url, ...settings });
    expect(server.arrived[0]?.headers).toMatchObject(headers);
    await asker.ask({ title: '', query: '', window: null, request: { method: 'GET', path: '/', params: [] }, read: jsonOf });
    expect(told + JSON.stringify(asker.asked) + asker.dead).not.toContain(SECRET);
  });

  it('user info of the address as basic credentials, which nobody is shown', async () => {
    const server = await serve(ok);
    const { told } = await asked({ url: server.url.replace('//', '//ann%40b:p%3Ass%2F1@') });
    expect(server.arrived[0]?.headers['authorization']).toBe(`Basic ${btoa('ann@b:p:ss/1')}`);
    expect(told).not.toMatch(/ann|ss%2F1|ss\/1/);
    expect(told).toContain(server.url);
  });

  it('nothing to where a redirect leads', async () => {
    const thief = await serve(ok);
    const server = await serve((answer) => {
      answer.writeHead(307, { location: `${thief.url}/` });
      answer.end();
    });
    const { outcome } = await asked({ url: server.url, bearer: 'token1' });
    expect(outcome).toMatchObject({ status: 'failed' });
    expect(thief.arrived).toEqual([]);
  });
});

describe('settings that cannot be sent are refused without being shown', () => {
  it.each<[string, Partial<ConnectionSettings>, string]>([
    ['a line feed in a header', { headers: { 'x-key': 'se\ncret' } }, 'the header x-key holds a character that no header can hold'],
    ['a blank in the name of a header', { headers: { 'se cret': 'a' } }, 'a header has a name that no header can have'],
    ['user info that is not encoded', { url: 'http://secret:%zz@127.0.0.1:1' }, 'user and password in its address are not encoded'],
    ['an address that is none', { url: 'secret' }, 'it is no address'],
    ['another protocol', { url: 'file:///secret' }, 'only http:// and https:// can be asked'],
  ])('%s', (_, settings, message) => {
    const refused = (): unknown => httpConnection({ url: 'http://127.0.0.1:1', ...settings });
    expect(refused).toThrow(message);
    expect(refused).not.toThrow(/secret/);
  });
});

describe('clocks', () => {
  it('the date of an answer tells how far the backend is ahead', async () => {
    const server = await serve((answer) => json(answer, {}, 200, { date: new Date(Date.now() + 90_000).toUTCString() }));
    const { asker } = await asked({ url: server.url });
    expect(Math.abs((asker.clockOffset as number) - 90_000)).toBeLessThan(1500);
  });

  it('no date, no offset', async () => {
    const server = await serve((answer) => {
      answer.sendDate = false;
      json(answer, {});
    });
    expect((await asked({ url: server.url })).asker.clockOffset).toBeNull();
  });
});

describe('a proxy', () => {
  /** Notes what it is asked for; opens tunnels, or refuses to. */
  async function proxy(does: 'work' | 'refuse' | 'hang' = 'work'): Promise<{ url: string; seen: string[]; auth: string[] }> {
    const seen: string[] = [];
    const auth: string[] = [];
    const server = createServer((incoming, outgoing) => {
      seen.push(incoming.url ?? '');
      incoming.pipe(
        httpRequest(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(outgoing);
        }),
      );
    });
    server.on('connect', (incoming, socket) => {
      seen.push(incoming.url ?? '');
      auth.push(incoming.headers['proxy-authorization'] ?? '');
      if (does === 'hang') return;
      if (does === 'refuse') return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      const [host, port] = (incoming.url ?? '').split(':');
      const target = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(target).pipe(socket);
      });
      for (const one of [target, socket]) one.on('error', () => socket.destroy());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    cleanUp.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, auth };
  }

  it('that is set is used', async () => {
    const server = await serve(ok);
    const between = await proxy();
    expect((await asked({ url: server.url, proxy: between.url })).outcome).toMatchObject({ status: 'answered' });
    expect(between.seen.join()).toContain(server.url.slice('http://'.length));
  });

  it('that the environment names is used for other machines, and not for this one', async () => {
    const server = await serve(ok);
    const between = await proxy();
    const kept = { ...process.env };
    for (const name of ['http_proxy', 'HTTP_PROXY']) process.env[name] = between.url;
    for (const name of ['no_proxy', 'NO_PROXY']) delete process.env[name];
    try {
      await asked({ url: server.url });
      expect(between.seen).toEqual([]);
      await asked({ url: 'http://backend.invalid:9090' });
      expect(between.seen.join()).toContain('backend.invalid:9090');
    } finally {
      process.env = kept;
    }
  });

  it('that takes the request and says nothing costs the timeout', async () => {
    const server = await serve(ok);
    const between = await proxy('hang');
    const { outcome } = await asked({ url: server.url, proxy: between.url, timeoutMs: 300 });
    expect(outcome).toMatchObject({ status: 'failed', message: 'no answer within 0.3 s' });
  });

  it('that refuses is told, without its credentials', async () => {
    const server = await serve(ok);
    const between = await proxy('refuse');
    const { told, outcome } = await asked({ url: server.url, proxy: between.url.replace('//', '//ann:pass1@') });
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining('the proxy refuses') });
    expect(between.auth).toEqual([`Basic ${btoa('ann:pass1')}`]);
    expect(told).not.toContain('pass1');
  });
});

const without = missing('openssl');
if (without !== null) console.warn(`skipped: TLS: ${without}`);

describe.skipIf(without !== null)('TLS', () => {
  let own: { key: string; cert: string };
  beforeAll(() => {
    const folder = newFolder();
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert, ...name], { stdio: 'ignore' });
    own = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  });

  it('a certificate that nobody vouches for is refused, and it is said how to mend that', async () => {
    const server = await serve(ok, own);
    const { outcome, asker } = await asked({ url: server.url });
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining('tls.ca') });
    expect(asker.dead).not.toBeNull();
    expect(server.arrived).toEqual([]);
  });

  it('with tls.ca it is accepted', async () => {
    const server = await serve(ok, own);
    expect((await asked({ url: server.url, tls: { ca: own.cert } })).outcome).toMatchObject({ status: 'answered' });
  });

  it('with tls.insecure any is', async () => {
    const server = await serve(ok, own);
    expect((await asked({ url: server.url, tls: { insecure: true } })).outcome).toMatchObject({ status: 'answered' });
  });

  it('a server without TLS is told apart', async () => {
    const server = await serve(ok);
    const { outcome } = await asked({ url: server.url.replace('http:', 'https:') });
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining('does not speak TLS') });
  });

  it('a certificate file with something else in it is told', async () => {
    const server = await serve(ok, own);
    const { outcome } = await asked({ url: server.url, tls: { ca: own.cert, cert: 'no certificate', key: 'no key' } });
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringMatching(/cannot be used/) });
  });
});
