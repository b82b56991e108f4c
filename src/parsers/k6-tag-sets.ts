import { ByteDictionary } from '../decode/byte-dictionary.js';
import { decodeText } from '../decode/byte-text.js';
import { flatObjectEnd, forEachText } from '../decode/flat-object.js';
import { KeptBytes } from '../decode/kept-bytes.js';
import { readTags } from './k6-json-line.js';
import { type K6Tags, traceIdOf } from './k6-tags.js';

/** Tag sets that are kept parsed; with more (a name per user), each request's are parsed anew. */
const MAX_SETS = 4096;
const MAX_BYTES = 4 * 2 ** 20;
/** Sets that are compared before they are looked up. */
const RECENT = 32;
/** Names of metadata entries. */
const MAX_NAMES = 256;

interface Recent {
  kept: KeptBytes;
  id: number;
}

/** Tags of points by their bytes: parsed once per set. */
export class TagSets {
  readonly #sets = new ByteDictionary(MAX_SETS, MAX_BYTES, null);
  readonly #parsed: K6Tags[] = [];
  readonly #recent: Recent[] = [];
  readonly #names = new ByteDictionary(MAX_NAMES, 2 ** 16, null);
  /** What a metadata entry is, by the id of its name: 1 = virtual user, 2 + i = the i-th name of trace ids, 0 = nothing. */
  readonly #meaning: number[] = [];
  readonly #traceIdNames: readonly string[];
  /** Byte behind the tags found last. */
  end = 0;
  /** Set found last; −1 where there was no room to keep it. */
  #id = -1;
  #from = 0;

  constructor(traceIdNames: readonly string[]) {
    this.#traceIdNames = traceIdNames;
  }

  /** Finds the end of the tags at `from`. @returns false where they are not in k6's plain form */
  find(bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    const recent = this.#recent;
    for (let i = 0; i < recent.length; i++) {
      const one = recent[i] as Recent;
      if (!one.kept.standsAt(bytes, view, from, to)) continue;
      if (i > 0) {
        recent[i] = recent[i - 1] as Recent;
        recent[i - 1] = one;
      }
      this.end = from + one.kept.length;
      this.#id = one.id;
      this.#from = from;
      return true;
    }
    const end = flatObjectEnd(bytes, from, to);
    if (end < 0) return false;
    this.end = end;
    this.#from = from;
    this.#id = this.#sets.full ? -1 : this.#sets.intern(bytes, from, end);
    if (this.#id >= 0) this.#remember(bytes, view, from, end);
    return true;
  }

  #remember(bytes: Uint8Array, view: DataView, from: number, end: number): void {
    const one = this.#recent.length < RECENT ? { kept: new KeptBytes(), id: 0 } : (this.#recent.pop() as Recent);
    one.kept.set(bytes, view, from, end);
    one.id = this.#id;
    this.#recent.push(one);
  }

  /** The tags found last. */
  tags(bytes: Uint8Array): K6Tags {
    const known = this.#parsed[this.#id];
    if (known !== undefined) return known;
    const { tags } = readTags(JSON.parse(decodeText(bytes, this.#from, this.end)), null, this.#traceIdNames);
    if (this.#id >= 0) this.#parsed[this.#id] = tags;
    return tags;
  }

  /** The tags found last, with what the metadata at `from` adds. */
  withMetadata(bytes: Uint8Array, from: number, to: number): K6Tags {
    const tags = this.tags(bytes);
    let thread = tags.thread;
    let traceId = '';
    let best = Number.POSITIVE_INFINITY;
    forEachText(bytes, from, to, (name, nameEnd, value, valueEnd) => {
      const meaning = this.#meaningOf(bytes, name, nameEnd);
      if (meaning === 0 || value === valueEnd) return;
      const text = decodeText(bytes, value, valueEnd);
      if (meaning === 1) thread = thread ?? text;
      else if (meaning < best) {
        best = meaning;
        traceId = traceIdOf(text);
      }
    });
    return { ...tags, thread, traceId: tags.traceId || traceId };
  }

  #meaningOf(bytes: Uint8Array, from: number, to: number): number {
    const id = this.#names.intern(bytes, from, to);
    const known = this.#meaning[id];
    if (known !== undefined) return known;
    const name = decodeText(bytes, from, to);
    const meaning = name === 'vu' ? 1 : this.#traceIdNames.includes(name) ? 2 + this.#traceIdNames.indexOf(name) : 0;
    if (id >= 0) this.#meaning[id] = meaning;
    return meaning;
  }
}
