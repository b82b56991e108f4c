import { ByteDictionary } from '../decode/byte-dictionary.js';
import { cutAtCharacter } from '../decode/byte-text.js';
import { Levels, type Slack } from './jmeter-levels.js';

/** The texts of a file by id, each kind with its limit, and the rows of each thread that tell levels apart. */

/** How many texts are kept apart. */
export interface TextLimits {
  labels: number;
  labelBytes: number;
  codes: number;
  threads: number;
}

/** Limits for real files. */
export const TEXT_LIMITS: TextLimits = { labels: 1 << 20, labelBytes: 64 << 20, codes: 10_000, threads: 1 << 16 };

/** Longest text, bytes; what is longer is cut and ends in `…`. */
const MAX_TEXT = 1024;
/** Threads beyond the limit share so many slots: enough to keep most of them apart. */
const SPARE_SLOTS = 256;

const ELLIPSIS = new TextEncoder().encode('…');

/** Labels, codes and threads of a file. */
export class JmeterTexts {
  readonly labels: ByteDictionary;
  readonly codes: ByteDictionary;
  readonly threads: ByteDictionary;
  readonly levels: Levels;

  constructor(
    private readonly limits: TextLimits = TEXT_LIMITS,
    slack?: Slack,
  ) {
    this.levels = new Levels(slack);
    this.labels = new ByteDictionary(limits.labels, limits.labelBytes, '(other labels)');
    this.codes = new ByteDictionary(limits.codes, limits.labelBytes, '(other codes)');
    this.threads = new ByteDictionary(limits.threads, limits.labelBytes, null);
  }

  /** Id of the label in `[from, to)`. */
  label(bytes: Uint8Array, from: number, to: number): number {
    const known = this.labels.size;
    const text = cut(bytes, from, to);
    const id = this.labels.intern(text, 0, text.length);
    if (this.labels.size > known) this.levels.labelAdded(this.labels.text(known), (base) => this.labels.idOf(base), this.labels.full);
    return id;
  }

  /** Id of the response code in `[from, to)`. */
  code(bytes: Uint8Array, from: number, to: number): number {
    const text = cut(bytes, from, to);
    return this.codes.intern(text, 0, text.length);
  }

  /** Slot of the thread in `[from, to)` in {@link levels}: 0 = the file does not say; {@link threadOf} gives its id. */
  slot(bytes: Uint8Array, from: number, to: number): number {
    if (to === from) return 0;
    const text = cut(bytes, from, to);
    const id = this.threads.intern(text, 0, text.length);
    const slot = id >= 0 ? id + 1 : this.limits.threads + 1 + spareSlot(bytes, from, to);
    this.levels.slotAdded(slot);
    return slot;
  }

  /** Thread id of a slot; -1 = none. */
  threadOf(slot: number): number {
    return slot > this.limits.threads ? -1 : slot - 1;
  }
}

function spareSlot(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let p = from; p < to; p++) hash = Math.imul(hash ^ bytes[p], 0x01000193);
  return (hash ^ (hash >>> 16)) & (SPARE_SLOTS - 1);
}

function cut(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (to - from <= MAX_TEXT) return bytes.subarray(from, to);
  const end = cutAtCharacter(bytes, from, to, MAX_TEXT);
  const text = new Uint8Array(end - from + ELLIPSIS.length);
  text.set(bytes.subarray(from, end));
  text.set(ELLIPSIS, end - from);
  return text;
}
