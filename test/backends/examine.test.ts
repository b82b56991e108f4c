import { afterEach, describe, expect, it } from 'vitest';
import type { Examination } from '../../src/backends/examination.js';
import { type Examinable, examine } from '../../src/backends/examine.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import type { BackendName } from '../../src/model/scope.js';
import { healthyPrometheus } from './prometheus-double.js';
import { json, type Script, type ScriptedServer, scriptedServer } from './scripted-server.js';

const WINDOW = { start: 1_763_632_800_000, end: 1_763_632_860_000 };
const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const tells =
  (answers: Readonly<Record<string, unknown>>): Script =>
  (answer, { url }) => {
    const { pathname, searchParams } = new URL(url, 'http://double');
    const found = answers[`${pathname}?${searchParams.get('q') ?? searchParams.get('match[]') ?? ''}`] ?? answers[pathname];
    json(answer, found ?? { error: '404 page not found' }, found === undefined ? 404 : 200);
  };

const HEALTHY: Readonly<Record<BackendName, Script>> = {
  prometheus: healthyPrometheus(WINDOW.start, WINDOW.end),
  loki: tells({
    '/loki/api/v1/labels': { status: 'success', data: ['app', 'level'] },
    '/loki/api/v1/series': { status: 'success', data: [{ app: 'shop' }] },
    '/loki/api/v1/status/buildinfo': { version: '3.7.6' },
  }),
  tempo: tells({ '/api/search': { traces: [{ traceID: '1' }], metrics: {} }, '/api/status/buildinfo': { version: '2.9.0' } }),
};

/** What is seen of one backend: points by title. */
async function seen(backend: BackendName, script: Script, scope: object = {}, timeoutMs = 3000) {
  const server = await scriptedServer(script);
  servers.push(server);
  return seenAt(backend, server.url, scope, timeoutMs);
}

async function seenAt(backend: BackendName, url: string, scope: object = {}, timeoutMs = 3000) {
  const backends: Examinable = { [backend]: { connection: httpConnection({ url, timeoutMs }), scope } };
  const [one] = await examine(backends, WINDOW);
  const { points } = one as Examination;
  expect(points.map(({ title }) => title)).toEqual(['address', 'access', 'kind', 'clock', 'scope', 'data']);
  for (const { outcome, todo } of points) expect(todo !== '').toBe(outcome === 'wrong');
  return Object.fromEntries(
    points.map(({ title, outcome, said, todo }) => [title, `${outcome}: ${said}${todo === '' ? '' : ` | ${todo}`}`]),
  );
}

describe('a backend that is well', () => {
  it.each<[BackendName, RegExp, RegExp]>([
    ['prometheus', /^fine: Prometheus 3\.5\.0$/, /^fine: 2 metrics of 1 target, up to 30 samples of each$/],
    ['loki', /^fine: Loki 3\.7\.6$/, /^fine: 2 labels$/],
    ['tempo', /^fine: Tempo 2\.9\.0$/, /^fine: 1 trace/],
  ])('%s', async (backend, kind, data) => {
    const points = await seen(backend, HEALTHY[backend]);
    expect(points).toMatchObject({
      address: 'fine: it answers',
      access: 'fine: it lets us in',
      scope: expect.stringContaining('none is set'),
    });
    expect(points['kind']).toMatch(kind);
    expect(points['data']).toMatch(data);
    expect(points['clock']).toMatch(/^fine/);
  });

  it('with a scope', async () => {
    expect(await seen('loki', HEALTHY.loki, { selector: '{app="shop"}' })).toMatchObject({
      scope: 'fine: {app="shop"}',
      data: 'fine: 1 stream',
    });
    expect(await seen('tempo', HEALTHY.tempo, { filter: '{ resource.env = "a" }' })).toMatchObject({
      scope: 'fine: { resource.env = "a" }',
    });
  });

  it('and tells no version', async () => {
    const script = tells({ '/api/search': { traces: [{ traceID: '1' }] } });
    expect((await seen('tempo', script))['kind']).toBe('fine: it speaks like Tempo, and does not tell its version');
  });
});

describe('what is wrong is named, with how to mend it', () => {
  it('nobody listens', async () => {
    const server = await scriptedServer(() => {});
    await server.close();
    const points = await seenAt('loki', server.url);
    expect(points['address']).toMatch(/^wrong: nothing listens there .*\| Check host and port/);
    expect(points['data']).toMatch(/^not-checked/);
  });

  it('it never answers', async () => {
    expect((await seen('tempo', () => {}, {}, 200))['address']).toMatch(/^wrong: no answer within 0\.2 s \|/);
  });

  it('it redirects to a login', async () => {
    const script: Script = (answer) => void answer.writeHead(302, { location: '/login' }).end();
    expect((await seen('prometheus', script))['address']).toMatch(/^wrong: .*redirects are not followed.*\| Open the address in a browser/);
  });

  it.each([401, 403])('it answers %i', async (code) => {
    const points = await seen('prometheus', (answer) => json(answer, { error: 'no' }, code));
    expect(points).toMatchObject({
      address: 'fine: it answers',
      access: expect.stringMatching(new RegExp(`^wrong: it answered ${code}: no \\| Give bearer`)),
    });
  });

  it.each<[BackendName, BackendName]>([
    ['prometheus', 'loki'],
    ['prometheus', 'tempo'],
    ['loki', 'prometheus'],
    ['tempo', 'loki'],
  ])('the address of %s is that of %s', async (backend, other) => {
    const points = await seen(backend, HEALTHY[other]);
    expect(points['kind']).toMatch(/^wrong: it does not speak like .*404.*\| Give the address up to/);
  });

  it('a web page comes back', async () => {
    const page: Script = (answer) => void answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    expect((await seen('loki', page))['kind']).toMatch(/^wrong: .*a web page came back/);
  });

  it.each([90, -3600])('its clock is off by %i s', async (seconds) => {
    const script: Script = (answer, request, number) => {
      answer.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString());
      HEALTHY.tempo(answer, request, number);
    };
    const { clock = '' } = await seen('tempo', script);
    expect(clock).toMatch(seconds > 0 ? /^wrong: \d+ s ahead of/ : /^wrong: \d+ s behind/);
    const told = Number(/--clock-offset (-?\d+)s/.exec(clock)?.[1]);
    expect(Math.abs(told - seconds)).toBeLessThanOrEqual(1);
  });

  it('nothing meets the scope', async () => {
    const script = tells({
      '/loki/api/v1/labels': { status: 'success', data: ['app'] },
      '/loki/api/v1/series': { status: 'success' },
    });
    const points = await seen('loki', script, { selector: '{app="shpo"}' });
    expect(points['scope']).toMatch(/^wrong: nothing meets \{app="shpo"\} \| .*Without it there is: 1 label/);
  });

  it('the scope is no selector', async () => {
    expect((await seen('prometheus', HEALTHY.prometheus, { match: 'up > 1' }))['scope']).toMatch(
      /^wrong: up > 1: it is no list of conditions/,
    );
  });

  it('there is nothing of the time', async () => {
    const script = tells({ '/api/search': { metrics: {} } });
    expect((await seen('tempo', script))['data']).toMatch(/^wrong: Tempo holds nothing of this time \| Check the time/);
  });
});
