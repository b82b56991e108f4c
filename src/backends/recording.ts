/** What backends answer, kept so that the same analysis can be made again without them (`replay.ts`). */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
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
export interface Exchange {
  request: Pick<BackendRequest, 'method' | 'path' | 'params'>;
  reply?: BackendReply;
  failure?: { failure: ConnectionFailure; message: string };
}

/** What must be the same when the recording is replayed. */
export interface AskedWith {
  scopes: BackendScopes;
  /** How far the backends' clock is ahead of the load tool's, ms; null where it was not said. */
  clockOffset: number | null;
}

/** First file of a recording. */
export interface Manifest extends AskedWith {
  format: 'heimr-recording';
  version: 1;
  backends: Partial<Record<BackendName, { url: string; exchanges: number }>>;
}

/** Name of that file. */
export const MANIFEST = 'recording.json';

/** Records what connections answer. */
export class Recorder {
  readonly #exchanges = new Map<BackendName, { url: string; all: Exchange[] }>();

  private constructor(private readonly folder: string) {}

  /**
   * Makes the folder at once: after a long analysis it would be too late to hear that it cannot be.
   * @throws HeimrError `output`
   */
  static async open(folder: string): Promise<Recorder> {
    await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      throw new HeimrError(
        'output',
        `The folder ${printable(folder)} cannot be made: ${error.code}.`,
        'Give another folder with --capture.',
        error,
      );
    });
    return new Recorder(folder);
  }

  /** A connection that does what the given one does, and is recorded. */
  record(name: BackendName, connection: Connection): Connection {
    const all: Exchange[] = [];
    this.#exchanges.set(name, { url: connection.url, all });
    return {
      url: connection.url,
      async send(request) {
        const { method, path, params } = request;
        const exchange: Exchange = { request: { method, path, params } };
        try {
          exchange.reply = await connection.send(request);
          return exchange.reply;
        } catch (error) {
          if (error instanceof ConnectionError) exchange.failure = { failure: error.failure, message: error.message };
          throw error;
        } finally {
          // In the order of answers: what is asked next depends on it, and a replay must ask the same.
          all.push(exchange);
        }
      },
    };
  }

  /**
   * Writes all that was recorded.
   * @throws HeimrError `output`
   */
  async write(asked: AskedWith): Promise<void> {
    const manifest: Manifest = { format: 'heimr-recording', version: 1, backends: {}, ...asked };
    const files: { path: string; content: string }[] = [];
    for (const [name, { url, all }] of this.#exchanges) {
      manifest.backends[name] = { url, exchanges: all.length };
      files.push({ path: join(this.folder, `${name}.ndjson`), content: all.map((one) => `${JSON.stringify(one)}\n`).join('') });
    }
    files.push({ path: join(this.folder, MANIFEST), content: `${JSON.stringify(manifest, null, 2)}\n` });
    await writeFiles(files);
  }
}
