import type { ErrorClass, Exemplar } from '../model/analysis.js';
import { earlierFirst } from './slowest-rows.js';

/** Groups (label × class × code) kept apart; the codes of further ones are not told apart. */
const MAX_GROUPS = 4096;
/** Code of failures whose code is not told apart. */
export const OTHER_CODES = '(other codes)';

/** Failures of one label, class and code. */
export interface LabelErrors {
  label: number;
  class: ErrorClass;
  code: string;
  count: number;
  /** Start of the first and last one, ms epoch. */
  firstSeen: number;
  lastSeen: number;
  /** The first one. */
  exemplar: Exemplar;
}

/** Failed requests by label, class and code, in bounded memory. */
export class ErrorGroups {
  #groups = new Map<string, LabelErrors>();

  /**
   * Adds failures.
   * @param timestamp start, ms epoch
   * @param exemplar makes the exemplar; called only if it is the group's first or earlier than it
   */
  add(
    label: number,
    errorClass: ErrorClass,
    code: string,
    count: number,
    timestamp: number,
    lastSeen: number,
    exemplar: () => Exemplar,
  ): void {
    const key = `${label} ${errorClass} ${code}`;
    const group = this.#groups.get(key);
    if (!group && this.#groups.size >= MAX_GROUPS && code !== OTHER_CODES) {
      this.add(label, errorClass, OTHER_CODES, count, timestamp, lastSeen, exemplar);
    } else if (group) {
      group.count += count;
      group.lastSeen = Math.max(group.lastSeen, lastSeen);
      // Rows of one file come in order of line, so an equal start is no earlier; merged files are told apart by name.
      if (timestamp > group.exemplar.timestamp) return;
      const row = exemplar();
      if (earlierFirst(row, group.exemplar) < 0) group.exemplar = row;
      group.firstSeen = Math.min(group.firstSeen, timestamp);
    } else {
      this.#groups.set(key, { label, class: errorClass, code, count, firstSeen: timestamp, lastSeen, exemplar: exemplar() });
    }
  }

  /** All groups. */
  groups(): LabelErrors[] {
    return [...this.#groups.values()];
  }

  /** Adds another file's groups, `map` giving the label here of each label there. */
  merge(other: ErrorGroups, map: Int32Array): void {
    for (const g of other.groups()) this.add(map[g.label] as number, g.class, g.code, g.count, g.firstSeen, g.lastSeen, () => g.exemplar);
  }

  /** Gives labels new numbers; labels that get the same number become one. */
  renumber(map: Int32Array): void {
    const old = new ErrorGroups();
    old.#groups = this.#groups;
    this.#groups = new Map();
    this.merge(old, map);
  }
}
