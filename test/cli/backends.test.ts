import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { healthyPrometheus } from '../backends/prometheus-double.js';
import { json, type Script, type ScriptedServer, scriptedServer } from '../backends/scripted-server.js';
import { newFolder } from '../input/files.js';
import { heimr, jtl } from './command.js';

const BASE = 1_763_632_800_000;
const double: Script = healthyPrometheus(BASE, BASE + 60_000);
const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const serve = async (script: Script): Promise<ScriptedServer> => {
  const server = await scriptedServer(script);
  servers.push(server);
  return server;
};

/** A folder with results and, where one is given, a heimr.yaml. */
function folderWith(config?: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'results.jtl'), jtl(600));
  if (config !== undefined) writeFileSync(join(folder, 'heimr.yaml'), config);
  return folder;
}

const analysisIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'analysis.json'), 'utf8'));
const withoutRun = (folder: string) => ({ ...analysisIn(folder), run: null });

describe('heimr analyze --capture and --replay', () => {
  it('a captured run is the same without the backend, byte for byte outside run', async () => {
    const server = await scriptedServer(double);
    const cwd = folderWith('prometheus:\n  url: ${PROMETHEUS}\n  bearer: ${TOKEN}\n  match: \'{job="shop"}\'\n');
    const env = { PROMETHEUS: server.url.replace('//', '//x9User:x9Pass@'), TOKEN: 'x9Token' };
    const live = await heimr(
      [
        'analyze',
        'results.jtl',
        '-c',
        'heimr.yaml',
        '-o',
        'analysis.json',
        '-o',
        'report.md',
        '--capture',
        'recording',
        '--clock-offset',
        '-2s',
        '--strict',
      ],
      { cwd, env },
    );
    expect([live.code, live.stderr]).toEqual([0, '']);
    expect(server.arrived.every(({ headers }) => headers['authorization'] === 'Bearer x9Token')).toBe(true);
    await server.close();
    const first = withoutRun(cwd);
    expect(first.sources[0]).toMatchObject({ backend: 'prometheus', failed: 0, url: server.url });
    expect(first.sources[0].queries[0].window.start % 10_000).toBe((first.window.start - 2000 - 60_000) % 10_000);
    const replay = await heimr(['analyze', 'results.jtl', '-o', 'analysis.json', '-o', 'report.md', '--replay', 'recording'], {
      cwd: mirrored(cwd),
    });
    expect([replay.code, replay.stderr]).toEqual([0, '']);
    expect(JSON.stringify(withoutRun(mirrorOf(cwd)))).toBe(JSON.stringify(first));
    const body = (path: string): string => readFileSync(path, 'utf8').replace(/^Made by .*$/m, '');
    expect(body(join(mirrorOf(cwd), 'report.md'))).toBe(body(join(cwd, 'report.md')));
    for (const file of readdirSync(join(cwd, 'recording')))
      expect(readFileSync(join(cwd, 'recording', file), 'utf8')).not.toMatch(/x9|authorization|user-agent/i);
  });

  /** The same results and recording elsewhere, without heimr.yaml. */
  function mirrored(folder: string): string {
    const other = mirrorOf(folder);
    mkdirSync(join(other, 'recording'), { recursive: true });
    for (const file of ['results.jtl', ...readdirSync(join(folder, 'recording')).map((name) => `recording/${name}`)])
      writeFileSync(join(other, file), readFileSync(join(folder, file)));
    return other;
  }
  const mirrorOf = (folder: string): string => join(folder, 'mirror');

  it.each<[string, string[], number, RegExp]>([
    ['a folder that holds no recording', ['--replay', '.'], 3, /\. holds no whole recording of backends: a file of it is missing\./],
    ['a folder that is not there', ['--replay', 'nowhere'], 3, /nowhere holds no whole recording/],
    ['both at once', ['--replay', 'a', '--capture', 'b'], 2, /exclude each other/],
    ['nothing to record', ['--capture', 'b'], 2, /--capture needs a backend/],
    ['a folder that cannot be made', ['--prometheus', 'http://127.0.0.1:9', '--capture', 'results.jtl/x'], 2, /cannot be made: ENOTDIR/],
    ['an address that is none', ['--prometheus', 'prometheus:9090'], 2, /"prometheus:9090" is no address/],
    ['an offset that is none', ['--clock-offset', 'soon'], 2, /"soon" is no duration/],
  ])('%s is refused', async (_, flags, code, message) => {
    const ended = await heimr(['analyze', 'results.jtl', ...flags], { cwd: folderWith() });
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toMatch(message);
  });
});

describe('backends in heimr.yaml', () => {
  it('that nobody named may be on this machine only: others are not asked, in one line, and only --strict fails', async () => {
    const cwd = folderWith('prometheus: http://metrics.invalid:9090/base\ntempo: { url: "${TEMPO}" }\n');
    const quiet = await heimr(['analyze', 'results.jtl'], { cwd, env: { TEMPO: 'http://secret.invalid' } });
    expect(quiet.code).toBe(0);
    const lines = quiet.stderr.split('\n').filter((line) => line.includes('was found by itself'));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(
      'Prometheus at http://metrics.invalid:9090/base could not be asked: heimr.yaml, which names it, was found by itself; say --prometheus URL or --trust-config.',
    );
    expect(quiet.stderr + quiet.stdout).not.toContain('secret.invalid');
    expect((await heimr(['analyze', 'results.jtl', '--strict'], { cwd })).code).toBe(4);
  });

  it('and neither may what is asked leave by a proxy', async () => {
    const server = await serve(double);
    const proxy = await serve(double);
    const cwd = folderWith(`prometheus: { url: "${server.url}", proxy: "http://proxy.invalid:1" }\n`);
    const { stderr } = await heimr(['analyze', 'results.jtl'], { cwd });
    expect(stderr).toContain('was found by itself');
    expect([server.arrived.length, proxy.arrived.length]).toEqual([0, 0]);
  });

  it('on this machine are asked, and so are others with --trust-config, -c or the flag', async () => {
    const server = await serve(double);
    const cwd = folderWith(`prometheus: ${server.url}\n`);
    expect((await heimr(['analyze', 'results.jtl', '--strict'], { cwd })).code).toBe(0);
    expect(server.arrived.length).toBeGreaterThan(0);
    const away = folderWith('prometheus: { url: "http://metrics.invalid:9090", timeout: 2s }\n');
    for (const flags of [['--trust-config'], ['-c', 'heimr.yaml'], ['--prometheus', 'http://metrics.invalid:9090']]) {
      const { stderr } = await heimr(['analyze', 'results.jtl', ...flags], { cwd: away });
      expect(stderr).not.toContain('was found by itself');
      expect(stderr).toMatch(/no such host|cannot be looked up|way of a proxy|no answer within|broke/);
    }
  });

  it('lend credentials to their own host only; a flag wins over the address, the scope stays', async () => {
    const [own, other] = [await serve(double), await serve(double)];
    const cwd = folderWith(`prometheus: { url: "${own.url}/a", bearer: "x9Token", tenant: "t1", match: '{job="shop"}' }\n`);
    await heimr(['analyze', 'results.jtl', '--prometheus', other.url], { cwd });
    expect(other.arrived.length).toBeGreaterThan(0);
    expect(other.arrived[0]?.url).toContain('shop');
    expect(JSON.stringify(other.arrived)).not.toMatch(/x9Token|"t1"/);
    await heimr(['analyze', 'results.jtl', '--prometheus', `${own.url}/b`, '--prometheus-match', '{job="web"}'], { cwd });
    expect(own.arrived[0]?.headers).toMatchObject({ authorization: 'Bearer x9Token', 'x-scope-orgid': 't1' });
    expect(own.arrived[0]?.url).toMatch(/^\/b\/.*web/);
  });

  it('read certificates beside the file, not beside whoever runs the command', async () => {
    const cwd = folderWith();
    mkdirSync(join(cwd, 'conf'));
    writeFileSync(join(cwd, 'conf/load.yaml'), 'prometheus: { url: "https://127.0.0.1:9", tls: { ca: ca.pem } }\n');
    const ended = await heimr(['analyze', 'results.jtl', '-c', 'conf/load.yaml'], { cwd });
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('prometheus: conf/ca.pem cannot be read (ENOENT).');
  });

  it.each<[string, string, RegExp]>([
    [
      'a variable that is not set',
      'loki: { url: "http://127.0.0.1:9", bearer: "${NO_SUCH_VARIABLE}" }',
      /loki: the environment has no NO_SUCH_VARIABLE/,
    ],
    [
      'an unknown key',
      'prometheus: { url: "http://a", macth: x }',
      /heimr\.yaml:1: macth is no key of prometheus\.[\s\S]*Did you mean match\?/,
    ],
    ['a key of another backend', 'tempo: { url: "http://a", selektor: x }', /selektor is no key of tempo/],
    ['a map without an address', 'loki: { bearer: x }', /loki\.url: is missing/],
    ['an address that is none', 'grafana: grafana:3000', /grafana\.url: "grafana:3000" is no address/],
    [
      'a header with a line feed',
      'prometheus: { url: "http://127.0.0.1:9", headers: { x-key: "a\\nb" } }',
      /prometheus: the header x-key holds a character/,
    ],
    ['a direction that is none', 'prometheus: { url: "http://a", queries: [{ title: a, query: b, direction: sideways }] }', /sideways/],
  ])('%s is refused', async (_, config, message) => {
    const { code, stderr } = await heimr(['analyze', 'results.jtl'], { cwd: folderWith(`${config}\n`) });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('a backend that answers nothing useful ends in a notice, and with --strict in exit code 4', async () => {
    const server = await serve((answer) => json(answer, { error: 'no' }, 401));
    for (const [flags, code] of [
      [[], 0],
      [['--strict'], 4],
    ] as const) {
      const ended = await heimr(['analyze', 'results.jtl', '--prometheus', server.url, ...flags], { cwd: folderWith() });
      expect(ended.code).toBe(code);
      expect(ended.stderr).toContain('it wants other credentials (401: no)');
    }
  });
});
