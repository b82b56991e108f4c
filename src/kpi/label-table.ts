import { redact } from '../model/redact.js';
import type { Dictionary, SampleBatch } from '../model/sample-batch.js';
import type { LabelFilter } from './label-filter.js';
import { labelTemplate, OTHER_LABELS } from './label-template.js';

/** Labels kept one by one while reading; with more, templates are kept. Above the 500 that are reported, since a filter or merge may lower them. */
const MAX_KEPT = 2048;
/** Slot of a label that the filter leaves out. */
export const LEFT_OUT = -1;

/** Numbers the labels of a run densely ("slots"), whatever files they come from, and folds them once they are too many. */
export class LabelTable {
  /** Text of each slot. */
  texts: string[] = [];
  /** Whether slots are templates by now. */
  folded = false;
  #met = 0;
  #slots = new Map<string, number>();

  /** Slot of a label; new where it is not known. */
  slot(label: string): number {
    if (this.folded) this.#met++;
    // Labels that differ in a secret only are one.
    const shown = redact(label);
    return this.#slotOfText(this.folded ? labelTemplate(shown) : shown);
  }

  /** Distinct labels met. Once folded, and merged from several files, a lower bound. */
  get distinct(): number {
    return this.folded ? this.#met : this.texts.length;
  }

  /** Takes in the labels of another table, which is folded first if this one is. @returns the slot here of each slot there */
  merge(other: LabelTable): Int32Array {
    const met = Math.max(this.distinct, other.distinct);
    const map = Int32Array.from(other.texts, (label) => this.#slotOfText(label));
    if (this.folded) this.#met = met;
    return map;
  }

  /** Whether new labels have made folding due. */
  overfull(): boolean {
    return !this.folded && this.texts.length > MAX_KEPT;
  }

  /** Folds all labels by template. @returns the new slot of each old one */
  fold(): Int32Array {
    const old = this.texts;
    this.#met = old.length;
    this.texts = [];
    this.#slots = new Map();
    this.folded = true;
    return Int32Array.from(old, (label) => this.#slotOfText(labelTemplate(label)));
  }

  #slotOfText(text: string): number {
    const known = this.#slots.get(text);
    if (known !== undefined) return known;
    if (this.folded && this.texts.length >= MAX_KEPT && text !== OTHER_LABELS) return this.#slotOfText(OTHER_LABELS);
    const slot = this.texts.length;
    this.texts.push(text);
    this.#slots.set(text, slot);
    return slot;
  }
}

/** Slot of a label that no counted row has had yet. */
const UNSEEN = -2;

/** Slots of one file's label ids. A label gets its slot with its first counted row: those of transactions and sub-results are none of the run's. */
export class FileLabels {
  /** Slot by label id; {@link LEFT_OUT} where the filter leaves it out. */
  slots: Int32Array = new Int32Array(256);
  #known = 0;
  /** Labels without a slot that may still get one. */
  #unseen = 0;

  constructor(
    readonly table: LabelTable,
    readonly filter: LabelFilter,
  ) {}

  /**
   * Takes in the labels of a batch's counted rows.
   * @param isCounted whether a row is counted, its label aside
   * @returns old slots' new numbers if folding became due, else null
   */
  update(batch: SampleBatch, isCounted: (row: number) => boolean): Int32Array | null {
    this.#meet(batch.labels);
    if (this.#unseen === 0) return null;
    let renumbered: Int32Array | null = null;
    for (let row = 0; row < batch.rows; row++) {
      const id = batch.label[row] as number;
      if (this.slots[id] !== UNSEEN || !isCounted(row)) continue;
      this.slots[id] = this.table.slot(batch.labels.text(id));
      this.#unseen--;
      if (this.table.overfull()) renumbered = this.#fold();
    }
    return renumbered;
  }

  #meet(labels: Dictionary): void {
    if (labels.size > this.slots.length) {
      const wide = new Int32Array(Math.max(labels.size, this.slots.length * 2));
      wide.set(this.slots);
      this.slots = wide;
    }
    for (; this.#known < labels.size; this.#known++) {
      // People filter by what they see in a report.
      const kept = this.filter.keeps(redact(labels.text(this.#known)));
      this.slots[this.#known] = kept ? UNSEEN : LEFT_OUT;
      if (kept) this.#unseen++;
    }
  }

  #fold(): Int32Array {
    const renumbered = this.table.fold();
    for (let id = 0; id < this.#known; id++) {
      const slot = this.slots[id] as number;
      if (slot >= 0) this.slots[id] = renumbered[slot] as number;
    }
    return renumbered;
  }
}
