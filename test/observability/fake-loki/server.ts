import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Entry, Refusal } from './entries.js';
import { indexAnswer } from './index-answers.js';
import { queryInstant, queryRange } from './queries.js';

/** A Loki on loopback that evaluates what it is asked over given entries. */
export interface FakeLoki {
  url: string;
  /** Addresses asked, decoded, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** May answer instead: returns true if it did. */
export type Fault = (
  request: { path: string; params: URLSearchParams; count: number },
  response: ServerResponse,
) => boolean | Promise<boolean>;

/** Starts one. @param given entries in any order @param fault answers instead where it wants to @param multiTenant refuses requests without `X-Scope-OrgID` */
export async function startFakeLoki(given: readonly Entry[], fault: Fault = () => false, multiTenant = false): Promise<FakeLoki> {
  const entries = [...given].sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0));
  const now = (entries.at(-1)?.ns ?? 0n) + 1_000_000_000n;
  const asked: string[] = [];
  let flushed = false;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://loki');
    const params = url.searchParams;
    if (request.method === 'POST') for (const [name, value] of new URLSearchParams(await bodyOf(request))) params.append(name, value);
    asked.push(`${request.method} ${url.pathname} ${params.get('query') ?? ''}`.trim());
    if (await fault({ path: url.pathname, params, count: asked.length }, response)) return;
    try {
      if (multiTenant && request.headers['x-scope-orgid'] === undefined) throw new Refusal('no org id\n', 401);
      if (url.pathname === '/flush') {
        flushed = true;
        response.writeHead(204).end();
        return;
      }
      if (!url.pathname.startsWith('/loki/api/v1/')) throw new Refusal('404 page not found\n', 404);
      const path = url.pathname.slice('/loki/api/v1/'.length);
      const categorize = (request.headers['x-loki-response-encoding-flags'] ?? '').includes('categorize-labels');
      const body =
        path === 'query_range'
          ? queryRange(params, entries, now, categorize)
          : path === 'query'
            ? queryInstant(params, entries, now)
            : path === 'status/buildinfo'
              ? { version: '', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: 'go1.26.11' }
              : indexAnswer(path, params, entries, now, flushed);
      response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(`${JSON.stringify(body)}\n`);
    } catch (error) {
      const { status, message } = error instanceof Refusal ? error : new Refusal(String(error), 500);
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(message);
    }
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
