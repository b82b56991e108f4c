import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { json, type Script } from './scripted-server.js';

/** What a backend may do wrong, and what must then stand in the source. */
export interface Fault {
  name: string;
  script: Script;
  /** Of the message of the source. */
  says: RegExp;
  /** Requests that it is worth at most. */
  most: number;
  /** Time that a request has, where it must be long, ms. */
  timeout?: number;
}

/** Time that a request has in the tests, ms. */
export const TIMEOUT = 400;
/** Tries of a request that may work later. */
const PATIENCE = 3;

const gzipHead = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
const NAMES = JSON.stringify({ status: 'success', data: ['up'] });
/** 1 MiB of blanks; members of gzip may stand one after the other. */
const BLANKS = gzipSync(Buffer.alloc(1024 * 1024, 32));

const status =
  (code: number, body = '', headers: Record<string, string> = {}): Script =>
  (answer) => {
    answer.writeHead(code, { 'content-type': 'text/plain', ...headers });
    answer.end(body);
  };

const sends =
  (body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }): Script =>
  (answer) => {
    answer.writeHead(200, headers);
    answer.end(body);
  };

/** Writes a piece again and again, for ever. */
function trickle(answer: ServerResponse): void {
  answer.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => answer.write(' '), 40);
  answer.on('close', () => clearInterval(timer));
}

/** Faults that need no other server than a scripted one. */
export const FAULTS: readonly Fault[] = [
  { name: 'never answers', script: () => {}, says: /no answer within 0\.4 s/, most: 1 },
  {
    name: 'stops in the middle of the body',
    script: (answer) => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.write('{"status":');
    },
    says: /no answer within 0\.4 s/,
    most: 1,
  },
  { name: 'answers without end, bit by bit', script: trickle, says: /no answer within 0\.4 s/, most: 1 },
  {
    name: 'closes before the length that it promised',
    script: (answer) => {
      answer.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      answer.write('{"status":');
      setTimeout(() => answer.destroy(), 10);
    },
    says: /broke before the whole answer was there/,
    most: 1,
  },
  {
    name: 'resets the connection in the middle of the body',
    script: (answer) => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.write('{"status":');
      setTimeout(() => answer.socket?.resetAndDestroy(), 10);
    },
    says: /broke before the whole answer was there/,
    most: 1,
  },
  {
    name: 'closes without an answer',
    script: (answer) => answer.socket?.destroy(),
    says: /broke before the whole answer was there/,
    most: 1,
  },
  { name: 'cuts JSON short', script: sends('{"status":"success","data":["u'), says: /no JSON, or it is cut short/, most: 1 },
  {
    name: 'sends a login page',
    script: sends('<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
    says: /a web page came back/,
    most: 1,
  },
  { name: 'sends a text', script: sends('OK', { 'content-type': 'text/plain' }), says: /no JSON/, most: 1 },
  {
    name: 'sends JSON of something else',
    script: (answer) => json(answer, { hello: 'world' }),
    says: /not the API of Prometheus/,
    most: 1,
  },
  { name: 'sends a list', script: (answer) => json(answer, [1, 2]), says: /not the API of Prometheus/, most: 1 },
  { name: 'sends null', script: sends('null'), says: /not the API of Prometheus/, most: 1 },
  {
    name: 'sends data of another shape',
    script: (answer) => json(answer, { status: 'success', data: { up: 1 } }),
    says: /not the API of Prometheus/,
    most: 1,
  },
  { name: 'sends nothing', script: sends(''), says: /it is empty/, most: 1 },
  { name: 'says that there is no content', script: status(204), says: /it is empty/, most: 1 },
  { name: 'redirects', script: status(302, '', { location: 'http://127.0.0.1:9/login' }), says: /redirects are not followed/, most: 1 },
  {
    name: 'sends a gzip bomb',
    timeout: 20_000,
    script: sends(Buffer.concat(Array(130).fill(BLANKS)), gzipHead),
    says: /larger than 128 MiB/,
    most: 1,
  },
  {
    name: 'sends more than anybody can hold',
    script: (answer) => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      const piece = Buffer.alloc(1024 * 1024, 32);
      const more = (): void => {
        while (!answer.destroyed && answer.write(piece));
        if (!answer.destroyed) answer.once('drain', more);
      };
      more();
    },
    timeout: 20_000,
    says: /larger than 128 MiB/,
    most: 1,
  },
  { name: 'sends broken gzip', script: sends(gzipSync(NAMES).fill(7, 10), gzipHead), says: /packed, and broken or cut short/, most: 1 },
  {
    name: 'sends half of its gzip',
    script: sends(gzipSync(NAMES).subarray(0, 20), gzipHead),
    says: /packed, and broken or cut short/,
    most: 1,
  },
  { name: 'says gzip where there is none', script: sends(NAMES, gzipHead), says: /packed, and broken or cut short/, most: 1 },
  {
    name: 'packs in a way that nobody asked for',
    script: sends(NAMES, { 'content-type': 'application/json', 'content-encoding': 'zstd' }),
    says: /packed in a way that was not asked for/,
    most: 1,
  },
  {
    name: 'sends headers of 100 KB',
    script: sends(NAMES, { 'content-type': 'application/json', 'x-large': 'x'.repeat(100_000) }),
    says: /its headers are too large/,
    most: 1,
  },
  { name: 'wants a login (401)', script: status(401, 'Unauthorized\n'), says: /wants other credentials \(401: Unauthorized\)/, most: 1 },
  { name: 'forbids (403)', script: status(403, 'no access'), says: /does not let these credentials in \(403: no access\)/, most: 1 },
  { name: 'knows no such path (404)', script: status(404, '404 page not found'), says: /404: 404 page not found/, most: 20 },
  { name: 'knows no such path and says nothing (404)', script: status(404), says: /404: no reason given/, most: 20 },
  { name: 'is asked too often (429)', script: status(429, 'too many'), says: /429: too many/, most: PATIENCE },
  {
    name: 'is asked too often, and says when to come back (429)',
    script: status(429, 'too many', { 'retry-after': '1' }),
    says: /429: too many/,
    most: PATIENCE,
    timeout: 3000,
  },
  {
    name: 'is asked too often, and wants to be left alone for an hour (429)',
    script: status(429, 'too many', { 'retry-after': '3600' }),
    says: /429: too many/,
    most: 1,
  },
  { name: 'has a fault of its own (500)', script: status(500, 'boom'), says: /500: boom/, most: 1 },
  { name: 'has a bad gateway (502)', script: status(502, '<html>Bad gateway</html>'), says: /502: a web page came back/, most: PATIENCE },
  { name: 'is not available (503)', script: status(503, 'loading'), says: /503: loading/, most: PATIENCE },
  { name: 'has a slow gateway (504)', script: status(504), says: /504: no reason given/, most: 1 },
  {
    name: 'answers with control characters and marks of direction',
    script: (answer) => json(answer, { status: 'error', error: '\u001b[31mred\u202eevil\u0007' }, 400),
    says: /^400: \[31mred evil/,
    most: 20,
  },
];
