import type { Candidate, EvidenceItem, Subject } from './evidence-item.js';

/** What one claim rests on: nothing else may confirm it. */
export interface Cited {
  /** Items that it cites, those of cited candidates included. */
  items: readonly EvidenceItem[];
  candidates: readonly Candidate[];
  /** All words of what it cites, lower case. */
  words: string;
  /** Ids that there are none of. */
  invented: readonly string[];
}

/** @returns what a list of ids stands for */
export function citedBy(ids: readonly string[], { items, candidates }: Subject): Cited {
  const named = candidates.filter(({ id }) => ids.includes(id));
  const all = new Set([...ids, ...named.flatMap(({ supporting, opposing }) => [...supporting, ...opposing])]);
  const known = items.filter(({ id }) => all.has(id));
  return {
    items: known,
    candidates: named,
    words: [
      ...known.map(wordsOf),
      ...named.map(({ title, cause, service, fix }) => `${title} ${cause} ${cause.replaceAll('-', ' ')} ${service ?? ''} ${fix}`),
    ]
      .join('\n')
      .toLowerCase(),
    invented: ids.filter((id) => !items.some((one) => one.id === id) && !candidates.some((one) => one.id === id)),
  };
}

function wordsOf({ text, names, facts }: EvidenceItem): string {
  return [text, ...names, ...facts.map(({ name }) => name)].join(' ');
}

/** Something wrong with a sentence. `false` strikes it; `open` means that code cannot tell. */
export interface Flaw {
  weight: 'false' | 'open';
  /** Class of the flaw. */
  kind: 'number' | 'name' | 'direction' | 'order' | 'cause' | 'certainty' | 'citation' | 'unsafe' | 'uncheckable';
  /** What is wrong, for the model that gets a second chance and for the audit. */
  why: string;
}

/** @returns a flaw that strikes a sentence */
export const wrong = (kind: Flaw['kind'], why: string): Flaw => ({ weight: 'false', kind, why });

/** @returns a flaw that leaves a sentence open */
export const open = (kind: Flaw['kind'], why: string): Flaw => ({ weight: 'open', kind, why });
