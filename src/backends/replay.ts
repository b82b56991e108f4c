/** A recording (`recording.ts`) as connections that ask nobody. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { BackendName } from '../model/scope.js';
import { type BackendReply, type BackendRequest, type Connection, ConnectionError } from '../observability/connection.js';
import { type AskedWith, type Exchange, MANIFEST, type Manifest } from './recording.js';
import { isExchange, isManifest } from './recording-shape.js';

/** What a compressed file of a recording may become, bytes: more than any analysis asks for. */
const MOST = 512 * 1024 * 1024;

const NAMES = ['prometheus', 'loki', 'tempo'] as const;

/** A recording, opened. */
export interface Recording extends AskedWith {
  connections: Partial<Record<BackendName, Connection>>;
}

/** @throws HeimrError `unreadable` where the folder holds no whole recording */
export async function openRecording(folder: string): Promise<Recording> {
  const manifest = parsed(await textOf(join(folder, MANIFEST), folder), folder);
  if (!isManifest(manifest)) throw damaged(folder, `${MANIFEST} is not that of a recording of this version`);
  const connections: Recording['connections'] = {};
  for (const name of NAMES) {
    const backend = manifest.backends[name];
    if (backend) connections[name] = replayed(backend.url, await exchangesOf(name, backend, folder));
  }
  return { connections, scopes: manifest.scopes, clockOffset: manifest.clockOffset };
}

async function exchangesOf(name: BackendName, { exchanges }: NonNullable<Manifest['backends'][BackendName]>, folder: string) {
  const file = `${name}.ndjson`;
  const lines = (await linesText(folder, file)).split('\n').filter((line) => line !== '');
  if (lines.length !== exchanges) throw damaged(folder, `${file} holds ${lines.length} answers in place of ${exchanges}`);
  return lines.map((line): Exchange => {
    const exchange = parsed(line, folder);
    if (isExchange(exchange)) return exchange;
    throw damaged(folder, `${file} holds a line that is no answer`);
  });
}

/** A file of a recording, as it was written, or compressed since: recordings are large, and are kept. */
async function linesText(folder: string, file: string): Promise<string> {
  const packed = await readFile(join(folder, `${file}.gz`)).catch(() => null);
  if (packed === null || existsSync(join(folder, file))) return await textOf(join(folder, file), folder);
  try {
    return (await promisify(gunzip)(packed, { maxOutputLength: MOST })).toString('utf8');
  } catch (error) {
    throw damaged(folder, `${file}.gz cannot be unpacked`, error);
  }
}

/** A question that waits for its turn. */
interface Waiting {
  turn: number;
  give(): void;
}

/**
 * Gives answers in the order in which they once came, however many are waited for: of those that are asked for, the one that came first is
 * the next. So the same questions follow, also where a budget ended or a backend was given up.
 */
function replayed(url: string, exchanges: readonly Exchange[]): Connection {
  const byRequest = new Map<string, { turn: number; exchange: Exchange }[]>();
  exchanges.forEach((exchange, turn) => {
    const key = keyOf(exchange.request);
    const known = byRequest.get(key);
    if (known) known.push({ turn, exchange });
    else byRequest.set(key, [{ turn, exchange }]);
  });
  const waiting: Waiting[] = [];
  const giveNext = (): void => {
    const next = waiting.reduce((first, one) => (one.turn < first.turn ? one : first));
    waiting.splice(waiting.indexOf(next), 1);
    next.give();
    // What follows from an answer is asked before the next one is given.
    if (waiting.length > 0) setImmediate(giveNext);
  };
  return {
    url,
    async send(request) {
      const left = byRequest.get(keyOf(request));
      const found = left && left.length > 1 ? left.shift() : left?.[0];
      await new Promise<void>((give) => {
        waiting.push({ turn: found?.turn ?? Number.POSITIVE_INFINITY, give });
        if (waiting.length === 1) setImmediate(giveNext);
      });
      return answerOf(found?.exchange);
    },
  };
}

function answerOf(exchange: Exchange | undefined): BackendReply {
  if (exchange?.reply) return exchange.reply;
  if (exchange?.failure) throw new ConnectionError(exchange.failure.failure, exchange.failure.message);
  throw new ConnectionError(
    'not-recorded',
    'the recording holds no answer to this question; it was made with other options, other results or another version',
  );
}

function keyOf({ method, path, params }: Pick<BackendRequest, 'method' | 'path' | 'params'>): string {
  return JSON.stringify([method, path, params]);
}

async function textOf(path: string, folder: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw damaged(folder, code === 'ENOENT' ? 'a file of it is missing' : `a file of it cannot be read (${code})`, error);
  }
}

function parsed(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(folder, 'it holds something that is no JSON', error);
  }
}

function damaged(folder: string, why: string, cause?: unknown): HeimrError {
  return new HeimrError(
    'unreadable',
    `${printable(folder)} holds no whole recording of backends: ${why}.`,
    'Give a folder that heimr analyze --capture wrote.',
    cause,
  );
}
