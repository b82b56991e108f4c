/** Zstandard decompression fed by hand, so that everything decoded before damage is kept. */

import { ZSTDDecoder } from 'zstddec/stream';
import { HeimrError } from '../errors.js';

/** The reference decoder, compiled to WebAssembly. Addresses are offsets in `memory`; sizes are bytes. */
interface Library {
  memory: { buffer: ArrayBuffer };
  malloc(size: number): number;
  free(address: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): void;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** Codes of the reference decoder that are no damage. */
const WINDOW_TOO_LARGE = 16;
const DICTIONARY_WRONG = 32;
const NO_MEMORY = 64;
/** The decoder returns its errors as numbers just below zero, down to this one. */
const LAST_ERROR = -120;

/** Compressed bytes that can be fed at a time. */
export const SLICE: number = 128 * 1024;
/** Decompressed bytes handed over at a time: the largest block. */
const OUTPUT = 128 * 1024;
/** Two structures of address, size and position. */
const BUFFERS = 24;

let loading: Promise<Library> | undefined;

/**
 * The package's own loop does not look at errors, so only its WebAssembly module is used, of which it hands out no other way.
 */
async function load(): Promise<Library> {
  let library: Library | undefined;
  const decoder = new ZSTDDecoder();
  const initialize = decoder._init;
  decoder._init = (result) => {
    initialize(result);
    library = result.instance.exports as unknown as Library;
  };
  await decoder.init();
  if (library) return library;
  throw new HeimrError(
    'unreadable',
    'The Zstandard decoder is in use by another part of this program already.',
    'Unpack the file first: zstd -d FILE',
  );
}

/** One stream of frames. At most 128 MiB of what was decompressed is held, the window that `zstd` itself accepts without being asked. */
export class ZstdDecoder {
  readonly #library: Library;
  readonly #context: number;
  /** Addresses of what is fed, of what comes out, and of the two structures that describe them. */
  readonly #input: number;
  readonly #output: number;
  readonly #buffers: number;
  readonly #out: Uint8Array = new Uint8Array(OUTPUT);
  #fed = 0;
  #taken = 0;
  #pending = false;
  #open = true;
  /** Why decompression stopped, once it has: a code of the reference decoder. */
  error: number | null = null;
  /** True where a frame has ended and no other begun. */
  whole = false;

  private constructor(library: Library) {
    this.#library = library;
    this.#context = library.ZSTD_createDCtx();
    this.#input = library.malloc(SLICE);
    this.#output = library.malloc(OUTPUT);
    this.#buffers = library.malloc(BUFFERS);
    if (this.#context === 0 || this.#input === 0 || this.#output === 0 || this.#buffers === 0) {
      this.close();
      this.error = NO_MEMORY;
    }
  }

  static async open(): Promise<ZstdDecoder> {
    loading ??= load();
    return new ZstdDecoder(await loading);
  }

  /** Compressed bytes of the last slice that were used so far. */
  get taken(): number {
    return this.#taken;
  }

  /** @param slice compressed bytes, at most {@link SLICE}; to be fed only once {@link next} has nothing more to give */
  feed(slice: Uint8Array): void {
    new Uint8Array(this.#library.memory.buffer).set(slice, this.#input);
    this.#fed = slice.length;
    this.#taken = 0;
    this.#pending = slice.length > 0;
  }

  /** @returns some of what the slice decompresses to, valid until the next call; null where there is no more, or `error` is set */
  next(): Uint8Array | null {
    while (this.error === null && this.#pending) {
      const length = this.#step();
      if (length > 0) return this.#out.subarray(0, length);
    }
    return null;
  }

  /** One call of the reference decoder. @returns bytes that it gave */
  #step(): number {
    const { memory } = this.#library;
    const before = new Uint32Array(memory.buffer, this.#buffers, BUFFERS / 4);
    before.set([this.#output, OUTPUT, 0, this.#input, this.#fed, this.#taken]);
    const result = this.#library.ZSTD_decompressStream(this.#context, this.#buffers, this.#buffers + BUFFERS / 2);
    // The memory may have grown, and is then another buffer.
    const after = new Uint32Array(memory.buffer, this.#buffers, BUFFERS / 4);
    const length = after[2] as number;
    this.#taken = after[5] as number;
    if (result < 0 && result >= LAST_ERROR) this.error = -result;
    else this.whole = result === 0;
    this.#pending = this.#taken < this.#fed || (length === OUTPUT && !this.whole);
    // Copied out: memory that grows for another file would take the bytes away from under the reader.
    this.#out.set(new Uint8Array(memory.buffer, this.#output, length));
    return length;
  }

  /** Gives memory back. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#library.ZSTD_freeDCtx(this.#context);
    for (const address of [this.#input, this.#output, this.#buffers]) this.#library.free(address);
  }
}

/**
 * What stopped the decoder although nothing need be damaged.
 * @param name file name for the message, without control characters
 */
export function zstdRefusal(name: string, error: number): HeimrError | null {
  switch (error) {
    case WINDOW_TOO_LARGE:
      return new HeimrError(
        'unreadable',
        `${name} was packed with a window of more than 128 MiB, which is not unpacked here: it would take as much memory.`,
        'Unpack it yourself: zstd -dc --long=31 FILE | heimr analyze -',
      );
    case DICTIONARY_WRONG:
      return new HeimrError(
        'unreadable',
        `${name} was packed with a dictionary, without which it cannot be unpacked.`,
        'Unpack it yourself: zstd -dc -D DICTIONARY FILE | heimr analyze -',
      );
    case NO_MEMORY:
      return new HeimrError(
        'unreadable',
        `There is not enough memory to unpack ${name} beside the other files.`,
        'Give fewer files at once, or unpack them first: zstd -d FILE',
      );
    default:
      return null;
  }
}
