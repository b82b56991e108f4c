/** What backends answered, kept so that the same analysis can be made again without them. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { redact } from '../model/redact.js';
import type { BackendName, BackendScopes } from '../model/scope.js';
import {
  type BackendReply,
  type BackendRequest,
  type Connection,
  ConnectionError,
  type ConnectionFailure,
} from '../observability/connection.js';
import { writeFiles } from '../output/write-files.js';

/** One exchange. Headers are never kept: credentials travel in them. */
interface Exchange {
  request: Pick<BackendRequest, 'method' | 'path' | 'params'>;
  reply?: BackendReply;
  failure?: { failure: ConnectionFailure; message: string };
}

/** First file of a recording. */
interface Manifest {
  format: 'heimr-recording';
  version: 1;
  backends: Partial<Record<BackendName, { url: string; exchanges: number }>>;
  scopes: BackendScopes;
}

const MANIFEST = 'recording.json';

/** Records what connections answer. */
export class Recorder {
  readonly #exchanges = new Map<BackendName, { url: string; all: Exchange[] }>();

  /** A connection that does what the given one does, and is recorded. */
  record(name: BackendName, connection: Connection): Connection {
    const all: Exchange[] = [];
    this.#exchanges.set(name, { url: connection.url, all });
    return {
      url: connection.url,
      async send(request) {
        const { method, path, params } = request;
        const exchange: Exchange = { request: { method, path, params } };
        all.push(exchange);
        try {
          exchange.reply = await connection.send(request);
          return exchange.reply;
        } catch (error) {
          if (error instanceof ConnectionError) exchange.failure = { failure: error.failure, message: error.message };
          throw error;
        }
      },
    };
  }

  /**
   * Writes all that was recorded.
   * @param folder made where it is missing
   * @throws HeimrError `output`
   */
  async write(folder: string, scopes: BackendScopes): Promise<void> {
    await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      throw new HeimrError(
        'output',
        `The folder ${printable(folder)} cannot be made: ${error.code}.`,
        'Give another folder with --capture.',
        error,
      );
    });
    const manifest: Manifest = { format: 'heimr-recording', version: 1, backends: {}, scopes };
    const files: { path: string; content: string }[] = [];
    for (const [name, { url, all }] of this.#exchanges) {
      manifest.backends[name] = { url, exchanges: all.length };
      // In the order of what was asked, not of who answered first, so that the same answers give the same bytes.
      const lines = all.map((one) => JSON.stringify(one)).sort();
      files.push({ path: join(folder, `${name}.ndjson`), content: lines.map((line) => `${line}\n`).join('') });
    }
    files.push({ path: join(folder, MANIFEST), content: `${redact(JSON.stringify(manifest, null, 2))}\n` });
    await writeFiles(files);
  }
}

/** A recording, opened. */
export interface Recording {
  connections: Partial<Record<BackendName, Connection>>;
  scopes: BackendScopes;
}

/** @throws HeimrError `unreadable` where the folder holds no recording */
export async function openRecording(folder: string): Promise<Recording> {
  const manifest = JSON.parse(await readText(join(folder, MANIFEST), folder)) as Manifest;
  if (manifest.format !== 'heimr-recording' || manifest.version !== 1) throw notOne(folder);
  const connections: Recording['connections'] = {};
  for (const name of ['prometheus', 'loki', 'tempo'] as const) {
    const backend = manifest.backends[name];
    if (!backend) continue;
    const lines = (await readText(join(folder, `${name}.ndjson`), folder)).split('\n').filter((line) => line !== '');
    if (lines.length !== backend.exchanges) throw notOne(folder);
    connections[name] = replayed(
      backend.url,
      lines.map((line) => JSON.parse(line) as Exchange),
    );
  }
  return { connections, scopes: manifest.scopes };
}

function replayed(url: string, exchanges: readonly Exchange[]): Connection {
  const byRequest = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const key = keyOf(exchange.request);
    byRequest.set(key, [...(byRequest.get(key) ?? []), exchange]);
  }
  return {
    url,
    async send(request) {
      const left = byRequest.get(keyOf(request));
      const exchange = left && left.length > 1 ? left.shift() : left?.[0];
      if (exchange?.reply) return exchange.reply;
      if (exchange?.failure) throw new ConnectionError(exchange.failure.failure, exchange.failure.message);
      throw new ConnectionError(
        'not-recorded',
        'the recording holds no answer to this question; it was made with other options or another version',
      );
    },
  };
}

function keyOf({ method, path, params }: Pick<BackendRequest, 'method' | 'path' | 'params'>): string {
  return JSON.stringify([method, path, params]);
}

async function readText(path: string, folder: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw notOne(folder, error);
  }
}

function notOne(folder: string, cause?: unknown): HeimrError {
  return new HeimrError(
    'unreadable',
    `${printable(folder)} holds no whole recording of backends.`,
    'Give a folder that heimr analyze --capture wrote.',
    cause,
  );
}
