import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** One request as it arrived. */
export interface Arrived {
  method: string;
  /** Path and query. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** How a scripted server answers the request of that number (from 0). */
export type Script = (answer: ServerResponse, request: Arrived, number: number) => void;

/** A server on loopback that does what a test tells it. */
export interface ScriptedServer {
  /** Address without a slash at its end. */
  url: string;
  /** Requests so far. */
  arrived: Arrived[];
  close(): Promise<void>;
}

/**
 * Starts one.
 * @param script what it does
 * @param tls key and certificate, PEM; without them it speaks plain HTTP
 */
export async function scriptedServer(script: Script, tls?: { key: string; cert: string }): Promise<ScriptedServer> {
  const arrived: Arrived[] = [];
  const sockets = new Set<Socket>();
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    incoming.on('end', () => {
      const request = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers as Record<string, string>, body };
      arrived.push(request);
      script(outgoing, request, arrived.length - 1);
    });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    arrived,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Answers with JSON. */
export function json(answer: ServerResponse, value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): void {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers });
  answer.end(JSON.stringify(value));
}
