import type { BinaryTexts } from './gatling-binary-texts.js';
import { labelOf, pathOf, SHOWN_GROUPS } from './gatling-names.js';
import type { SampleRows } from './sample-rows.js';

/** Groups and names whose label is remembered. */
const MAX_PLACES = 2 ** 16;
/** Stands for all groups beyond those that a label shows; no text has this number. */
const FURTHER = 0;
/** Label of all whose name had no room. */
const OTHERS = '(other labels)';

/** A group, or a name within one, and the labels that it has as what it is. */
interface Place {
  request: number;
  group: number;
  within: Map<number, Place> | null;
}

const newPlace = (): Place => ({ request: -1, group: -1, within: null });

/** Labels by the numbers of groups and names, so that nearly no record needs its texts. */
export class BinaryLabels {
  readonly #batch: SampleRows;
  readonly #texts: BinaryTexts;
  readonly #root = newPlace();
  #places = 0;
  /** Records whose name or group had no room. */
  unnamed = 0;

  constructor(batch: SampleRows, texts: BinaryTexts) {
    this.#batch = batch;
    this.#texts = texts;
  }

  /** Label of a request. */
  request(groups: readonly number[], name: number): number {
    const place = this.#child(this.#placeOf(groups), name);
    if (place !== null && place.request >= 0) return place.request;
    const text = this.requestText(groups, name);
    if (text === null) return this.#other();
    const label = this.#batch.idOf(this.#batch.labels, text);
    if (place !== null) place.request = label;
    return label;
  }

  /** Label of a group. */
  group(groups: readonly number[]): number {
    const place = this.#placeOf(groups);
    if (place !== null && place.group >= 0) return place.group;
    const text = this.groupText(groups);
    if (text === null) return this.#other();
    const label = this.#batch.idOf(this.#batch.labels, text);
    if (place !== null) place.group = label;
    return label;
  }

  /** Name of a request as reports show it; null if a part of it had no room. */
  requestText(groups: readonly number[], name: number): string | null {
    const path = this.#path(groups);
    const own = this.#texts.text(name);
    return path === null || own === undefined ? null : labelOf(path, own);
  }

  /** Name of a group as reports show it; null if a part of it had no room. */
  groupText(groups: readonly number[]): string | null {
    const path = this.#path(groups);
    return path === null ? null : pathOf(path);
  }

  #path(groups: readonly number[]): string[] | null {
    const path: string[] = [];
    for (const number of groups.slice(0, SHOWN_GROUPS + 1)) {
      const text = this.#texts.text(number);
      if (text === undefined) return null;
      path.push(text);
    }
    return path;
  }

  #other(): number {
    this.unnamed++;
    return this.#batch.idOf(this.#batch.labels, OTHERS);
  }

  #placeOf(groups: readonly number[]): Place | null {
    let place: Place | null = this.#root;
    for (let i = 0; i < groups.length && i < SHOWN_GROUPS; i++) place = this.#child(place, groups[i] as number);
    return groups.length > SHOWN_GROUPS ? this.#child(place, FURTHER) : place;
  }

  /** Place within another; null where there is no room for it. */
  #child(place: Place | null, number: number): Place | null {
    const known = place?.within?.get(number);
    if (known !== undefined) return known;
    if (place === null || this.#places >= MAX_PLACES) return null;
    this.#places++;
    const child = newPlace();
    place.within ??= new Map();
    place.within.set(number, child);
    return child;
  }
}
