import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { analyze, type Backends, type Connection } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { Recorder } from '../../src/backends/recording.js';
import { openRecording } from '../../src/backends/replay.js';
import { type BackendReply, ConnectionError } from '../../src/observability/connection.js';
import { jtl } from '../cli/command.js';
import { newFolder } from '../input/files.js';
import { healthyPrometheus } from './prometheus-double.js';
import { json, type Script, type ScriptedServer, scriptedServer } from './scripted-server.js';

const BASE = 1_763_632_800_000;
const input = { name: 'results.jtl', bytes: new TextEncoder().encode(jtl(600)) };
const double: Script = healthyPrometheus(BASE, BASE + 60_000);
const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const SCOPE = { match: '{job="shop"}', queries: [{ title: 'Orders', query: 'sum(orders)', unit: '1/s', direction: 'down' as const }] };
const SECRETS = ['x9Token', 'x9Key', 'x9User', 'x9Pass', 'x9Tenant'];

/** Runs an analysis that is recorded; the server is gone when this returns. */
async function captured(script: Script): Promise<{ folder: string; json: string }> {
  const server = await scriptedServer(script);
  const folder = newFolder();
  const recorder = await Recorder.open(folder);
  const url = `${server.url.replace('//', '//x9User:x9Pass@')}/base`;
  const connection = httpConnection({ url, bearer: 'x9Token', tenant: 'x9Tenant', headers: { 'x-key': 'x9Key' }, timeoutMs: 2000 });
  const backends: Backends = { prometheus: { connection: recorder.record('prometheus', connection), scope: SCOPE }, clockOffset: 1000 };
  const analysis = await analyze([input], { backends });
  await recorder.write({ scopes: { prometheus: SCOPE }, clockOffset: 1000 });
  await server.close();
  return { folder, json: JSON.stringify(analysis) };
}

async function replayed(folder: string): Promise<string> {
  const { connections, scopes, clockOffset } = await openRecording(folder);
  const prometheus = { connection: connections.prometheus as Connection, scope: scopes.prometheus ?? {} };
  return JSON.stringify(await analyze([input], { backends: { prometheus, ...(clockOffset === null ? {} : { clockOffset }) } }));
}

describe('a recording', () => {
  const dies: Script = (answer, request, number) => (number < 3 ? double(answer, request, number) : undefined);
  const fails: Script = (answer, request, number) => (number % 2 ? json(answer, {}, 503) : double(answer, request, number));
  const late: Script = (answer, request, number) => void setTimeout(() => double(answer, request, number), number % 2 ? 1 : 60);
  it.each([
    ['a healthy backend', double],
    ['one that dies on the way', dies],
    ['one that fails now and then', fails],
    ['one whose answers come in another order', late],
  ])('of %s replays to the same analysis without it', async (_, script) => {
    const { folder, json } = await captured(script);
    expect(await replayed(folder)).toBe(json);
  });

  it('may be compressed since, file by file', async () => {
    const { folder, json } = await captured(double);
    const path = join(folder, 'prometheus.ndjson');
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
    expect(await replayed(folder)).toBe(json);
    // A newer recording into the same folder wins over the compressed older one.
    writeFileSync(path, '');
    await expect(replayed(folder)).rejects.toThrow('holds 0 answers');
  });

  it('holds no header and no credential', async () => {
    const { folder } = await captured(double);
    const files = readdirSync(folder).sort();
    expect(files).toEqual(['prometheus.ndjson', 'recording.json']);
    const all = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    for (const secret of SECRETS) expect(all).not.toContain(secret);
    for (const encoded of SECRETS.map((secret) => btoa(secret).replace(/=+$/, ''))) expect(all).not.toContain(encoded);
    expect(all).not.toMatch(/authorization|x-scope-orgid|user-agent|"headers"/i);
    expect(JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8'))).toMatchObject({
      scopes: { prometheus: SCOPE },
      clockOffset: 1000,
    });
  });

  it('of other options answers what it holds, and says that the rest was not recorded', async () => {
    const { folder } = await captured(double);
    const { connections } = await openRecording(folder);
    const backends = { prometheus: { connection: connections.prometheus as Connection, scope: { match: '{job="other"}' } } };
    const { sources, notices } = await analyze([input], { backends });
    expect(sources[0]?.message).toContain('the recording holds no answer to this question');
    expect(notices.find(({ id }) => id === 'backend-failed')?.level).toBe('warning');
  });

  it('keeps the order of answers, not of questions', async () => {
    const folder = newFolder();
    const recorder = await Recorder.open(folder);
    const reply = (body: string): BackendReply => ({ status: 200, contentType: '', body, clockOffset: null });
    const gates = new Map<string, () => void>();
    const slow: Connection = {
      url: 'http://slow',
      send: async ({ path }) => {
        await new Promise<void>((open) => gates.set(path, open));
        if (path === '/c') throw new ConnectionError('broken', 'c broke');
        return reply(path);
      },
    };
    const ask = (connection: Connection, path: string, seen: string[]) =>
      connection.send({ method: 'GET', path, params: [] }).then(
        ({ body }) => seen.push(body),
        (error: Error) => seen.push(error.message),
      );
    const recorded = recorder.record('loki', slow);
    const live: string[] = [];
    const all = ['/a', '/b', '/c', '/d'].map((path) => ask(recorded, path, live));
    for (const path of ['/c', '/d', '/a', '/b']) {
      gates.get(path)?.();
      await new Promise((done) => setImmediate(done));
    }
    await Promise.all(all);
    await recorder.write({ scopes: {}, clockOffset: null });
    const { connections } = await openRecording(folder);
    const again: string[] = [];
    await Promise.all(['/a', '/b', '/c', '/d'].map((path) => ask(connections.loki as Connection, path, again)));
    expect(again).toEqual(live);
    expect(live).toEqual(['c broke', '/d', '/a', '/b']);
  });
});

/** Answers in a compressed file, changed. */
function packed(folder: string, change: (bytes: Buffer) => Buffer): void {
  const path = join(folder, 'prometheus.ndjson');
  writeFileSync(`${path}.gz`, change(gzipSync(readFileSync(path))));
  rmSync(path);
}

describe('what is no whole recording is refused in words', () => {
  const manifest = (change: (value: Record<string, unknown>) => unknown) => (folder: string) => {
    const path = join(folder, 'recording.json');
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
  };
  const line = (text: string) => (folder: string) => {
    const path = join(folder, 'prometheus.ndjson');
    const [, ...rest] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [text, ...rest].join('\n'));
  };
  it.each<[string, (folder: string) => void]>([
    ['no first file', (folder) => rmSync(join(folder, 'recording.json'))],
    ['a first file that is no JSON', (folder) => writeFileSync(join(folder, 'recording.json'), '{"format":')],
    ['a first file of something else', (folder) => writeFileSync(join(folder, 'recording.json'), '{"name":"x"}')],
    ['null', (folder) => writeFileSync(join(folder, 'recording.json'), 'null')],
    ['another version', manifest((value) => ({ ...value, version: 2 }))],
    ['no scopes', manifest(({ scopes: _, ...value }) => value)],
    ['a scope that is none', manifest((value) => ({ ...value, scopes: { prometheus: { match: 5 } } }))],
    ['a clock offset that is none', manifest((value) => ({ ...value, clockOffset: 'soon' }))],
    ['backends that are none', manifest((value) => ({ ...value, backends: { prometheus: null } }))],
    ['no answers', (folder) => rmSync(join(folder, 'prometheus.ndjson'))],
    ['compressed answers that are none', (folder) => packed(folder, (bytes) => bytes.subarray(0, -9))],
    ['compressed answers that become gigabytes', (folder) => packed(folder, () => gzipSync(Buffer.alloc(520 * 1024 * 1024)))],
    ['an answer too many', (folder) => appendFileSync(join(folder, 'prometheus.ndjson'), '{}\n')],
    ['half an answer', line('{"request":{"meth')],
    ['an answer that is none', line('{"request":{"method":"GET","path":"/","params":[]}}')],
    ['an answer without a body', line('{"request":{"method":"GET","path":"/","params":[]},"reply":{"status":200}}')],
    ['a question that is none', line('{"request":{"method":"PUT","path":"/","params":[]},"failure":{"failure":"timeout","message":""}}')],
  ])('%s', async (_, damage) => {
    const { folder } = await captured(double);
    damage(folder);
    await expect(openRecording(folder)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('holds no whole recording of backends: '),
    });
  });
});
