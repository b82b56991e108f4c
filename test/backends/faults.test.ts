import { afterEach, describe, expect, it } from 'vitest';
import { analyze, type Backends } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { exitCodeOfAnalysis } from '../../src/cli/exit-codes.js';
import type { Analysis } from '../../src/model/analysis.js';
import { jtl } from '../cli/command.js';
import { FAULTS, TIMEOUT } from './faults.js';
import { healthyPrometheus } from './prometheus-double.js';
import { json, type Script, type ScriptedServer, scriptedServer } from './scripted-server.js';

/*
 * What backends do wrong, each through the whole road. Whatever it is, the analysis is made, a notice says what happened, the source counts
 * it as failed, nothing is called healthy for it, and only --strict fails the build.
 */

const BASE = 1_763_632_800_000;
const input = { name: 'results.jtl', bytes: new TextEncoder().encode(jtl(600)) };
const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const serve = async (script: Script): Promise<ScriptedServer> => {
  const server = await scriptedServer(script);
  servers.push(server);
  return server;
};

const prometheusAt = (url: string, timeoutMs = TIMEOUT): Backends => ({
  prometheus: { connection: httpConnection({ url, timeoutMs }), scope: {} },
});

function expectToldAsFailed(analysis: Analysis, says: RegExp): void {
  const [source] = analysis.sources;
  expect(source?.message).toMatch(says);
  expect(source).toMatchObject({ backend: 'prometheus', answered: 0, noData: 0 });
  expect(source?.failed).toBeGreaterThan(0);
  expect(analysis.notices.find(({ id }) => id === 'backend-failed')).toMatchObject({ level: 'warning' });
  expect(analysis.checks.find(({ id }) => id === 'metrics')).toMatchObject({ outcome: 'not-checked' });
  expect(analysis.rootCauses).toEqual([]);
  // The JTL itself has failures, so that no verdict is healthy; what matters is that nothing was taken from the backend.
  expect(analysis.evidence.filter(({ source: from }) => from === 'prometheus')).toEqual([]);
  expect([exitCodeOfAnalysis(analysis, false), exitCodeOfAnalysis(analysis, true)]).toEqual([0, 4]);
}

describe('a backend that', () => {
  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (_, { script, says, most, timeout = TIMEOUT }) => {
    const server = await serve(script);
    const before = performance.now();
    const analysis = await analyze([input], { backends: prometheusAt(server.url, timeout) });
    expectToldAsFailed(analysis, says);
    expect(server.arrived.length).toBeLessThanOrEqual(most);
    // One timeout, and what the analysis itself takes on a busy machine.
    expect(performance.now() - before).toBeLessThan(timeout + 4000);
  });

  it('nobody listens for', async () => {
    const server = await scriptedServer(() => {});
    await server.close();
    expectToldAsFailed(await analyze([input], { backends: prometheusAt(server.url) }), /connection refused/);
  });

  it('has no such name', async () => {
    const backends = { prometheus: { connection: httpConnection({ url: 'http://no-such-host.localhost:9', timeoutMs: 5000 }), scope: {} } };
    expectToldAsFailed(await analyze([input], { backends }), /no such host|cannot be looked up|connection refused/);
  });
});

describe('a backend that comes back', () => {
  it.each([429, 502, 503])('after %i is asked again, and answers', async (code) => {
    const healthy = healthyPrometheus(BASE, BASE + 60_000);
    const server = await serve((answer, request, number) =>
      number === 0 ? json(answer, {}, code, { 'retry-after': '0.05' }) : healthy(answer, request, number),
    );
    const analysis = await analyze([input], { backends: prometheusAt(server.url, 5000) });
    expect(analysis.sources[0]).toMatchObject({ failed: 0, message: '' });
    expect(analysis.checks.find(({ id }) => id === 'metrics')).toMatchObject({ outcome: 'checked' });
    expect(exitCodeOfAnalysis(analysis, true)).toBe(0);
  });
});

describe('a backend that begins well', () => {
  const tells: Script = healthyPrometheus(BASE, BASE + 60_000);

  it('and then says nothing costs its timeout once', async () => {
    const server = await serve((answer, request, number) => {
      if (number === 0) tells(answer, request, number);
    });
    const before = performance.now();
    const analysis = await analyze([input], { backends: prometheusAt(server.url) });
    expect(performance.now() - before).toBeLessThan(2 * TIMEOUT + 4000);
    expect(analysis.sources[0]?.message).toMatch(/no answer within/);
    expect(analysis.sources[0]?.queries.some(({ message }) => message.startsWith('not asked: '))).toBe(true);
    expect(analysis.checks.find(({ id }) => id === 'metrics')).toMatchObject({ outcome: 'not-checked' });
    expect(exitCodeOfAnalysis(analysis, true)).toBe(4);
  });

  it('and then fails for ever is not asked for ever', async () => {
    const server = await serve((answer, request, number) => (number === 0 ? tells(answer, request, number) : json(answer, {}, 503)));
    const analysis = await analyze([input], { backends: prometheusAt(server.url, 2000) });
    expect(server.arrived.length).toBeLessThan(20);
    expect(analysis.sources[0]?.failed).toBeGreaterThan(0);
    expect(analysis.checks.find(({ id }) => id === 'metrics')).toMatchObject({ outcome: 'not-checked' });
  });

  it('and then sends what no backend sends does not bring the analysis down', async () => {
    const server = await serve((answer, request, number) =>
      number === 0
        ? tells(answer, request, number)
        : json(answer, {
            status: 'success',
            data: { resultType: 'matrix', result: [{ metric: { __name__: 5, job: null }, values: [[1, 2], 'x', null] }, null, 7] },
          }),
    );
    const analysis = await analyze([input], { backends: prometheusAt(server.url, 2000) });
    expect(analysis.sources[0]?.failed).toBeGreaterThan(0);
    expect(exitCodeOfAnalysis(analysis, true)).toBe(4);
  });
});
