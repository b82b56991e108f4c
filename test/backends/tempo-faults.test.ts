import { afterEach, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { exitCodeOfAnalysis } from '../../src/cli/exit-codes.js';
import { jtl } from '../cli/command.js';
import { json, type Script, type ScriptedServer, scriptedServer } from './scripted-server.js';

/* Tempo answers errors with plain text, and 404 without a text where it has no such trace: neither may be taken for the other. */

/** The small result with a trace id for each request. */
const traced = (): Uint8Array => {
  const [head = '', ...rows] = jtl(600).trimEnd().split('\n');
  const lines = rows.map((row, i) => `${row},${(i + 1).toString(16).padStart(32, '0')}`);
  return new TextEncoder().encode(`${head},trace_id\n${lines.join('\n')}\n`);
};

const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function asked(script: Script) {
  const server = await scriptedServer(script);
  servers.push(server);
  const connection = httpConnection({ url: server.url, timeoutMs: 1000 });
  const analysis = await analyze([{ name: 'results.jtl', bytes: traced() }], { backends: { tempo: { connection, scope: {} } } });
  const [source] = analysis.sources;
  return { analysis, source, server, strict: exitCodeOfAnalysis(analysis, true) };
}

const plain =
  (status: number, text = ''): Script =>
  (answer) => {
    answer.writeHead(status, { 'content-type': 'text/plain' });
    answer.end(text);
  };

describe('Tempo that', () => {
  it('has none of the traces is asked, and has nothing: no failure', async () => {
    const script: Script = (answer, request, number) =>
      request.url.startsWith('/api/search') ? json(answer, { metrics: { inspectedTraces: 0 } }) : plain(404)(answer, request, number);
    const { analysis, source, strict } = await asked(script);
    expect(source).toMatchObject({ answered: 0, failed: 0 });
    expect(source?.noData).toBeGreaterThan(10);
    expect(analysis.notices.map(({ id }) => id)).toContain('traces-not-found');
    expect(analysis.checks.find(({ id }) => id === 'traces')).toMatchObject({
      outcome: 'not-checked',
      reason: 'Tempo has nothing of this time.',
    });
    expect(strict).toBe(0);
  });

  it.each<[string, Script, RegExp]>([
    ['stands at another path', plain(404), /404/],
    ['is something else', plain(404, '404 page not found'), /404 page not found/],
    ['sends a web page', plain(200, '<html>'), /a web page came back/],
    ['sends JSON of something else', (answer) => json(answer, { hello: 1 }), /it holds no spans/],
    ['fails', plain(500, 'boom'), /boom/],
    ['wants a tenant', plain(401, 'no org id'), /401: no org id/],
    ['never answers', () => {}, /no answer within 1 s/],
  ])('%s is told as failed', async (_, script, says) => {
    const { analysis, source, strict, server } = await asked(script);
    expect(source?.message).toMatch(says);
    expect(source?.answered).toBe(0);
    expect(analysis.checks.find(({ id }) => id === 'traces')).toMatchObject({
      outcome: 'not-checked',
      reason: expect.stringMatching(/could not be asked/),
    });
    expect([strict, exitCodeOfAnalysis(analysis, false)]).toEqual([4, 0]);
    expect(server.arrived.length).toBeLessThanOrEqual(400);
  });
});
