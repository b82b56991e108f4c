import { createGunzip, type Gunzip } from 'node:zlib';
import type { Damage } from './damage.js';

/** Inflated bytes handed over at a time. zlib drops what it has not handed over when it meets damage: at most this much. */
const OUTPUT_CHUNK = 64 * 1024;

/** gzip decompression fed by hand, so that everything decoded before damage is kept; a piped stream would throw it away. */
export class Inflater {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: OUTPUT_CHUNK });
  #inflated: Uint8Array[] = [];
  #settle: () => void = () => {};
  /** Why decompression stopped, once it has met damage. */
  damage: Damage | null = null;
  /** True once the last member has ended (padding after it is ignored). */
  ended = false;

  constructor() {
    this.#gunzip.on('data', (bytes: Uint8Array) => this.#inflated.push(bytes));
    this.#gunzip.on('end', () => {
      this.ended = true;
      this.#settle();
    });
    this.#gunzip.on('error', (error: NodeJS.ErrnoException) => {
      this.damage = error.code === 'Z_BUF_ERROR' ? 'cut' : 'corrupt';
      this.#settle();
    });
  }

  /** Feeds compressed bytes, which may be reused afterwards. @returns what they inflate to */
  async write(compressed: Uint8Array): Promise<Uint8Array[]> {
    if (!this.damage && !this.ended) {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        this.#gunzip.write(compressed, () => resolve());
      });
    }
    return this.#take();
  }

  /** Says that there are no more bytes. @returns the rest */
  async end(): Promise<Uint8Array[]> {
    if (!this.damage && !this.ended) {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        this.#gunzip.end();
      });
    }
    return this.#take();
  }

  /** Gives memory back. */
  close(): void {
    this.#gunzip.destroy();
  }

  #take(): Uint8Array[] {
    const inflated = this.#inflated;
    this.#inflated = [];
    return inflated;
  }
}
