import type { Note } from '../model/reading.js';

/** Distinct texts of a column, and whether one had no room of its own. */
interface Texts {
  readonly size: number;
  readonly full: boolean;
}

/** What the reader must know where a column had more distinct texts than are kept apart: reaching a limit is never silent. */
export function noteFull(file: string, labels: Texts, codes: Texts, threads: Texts, note: Note): void {
  const warn = (id: string, what: string, why: string, todo: string): void => note({ id, level: 'warning', file, what, why, todo });
  if (labels.full) {
    warn(
      'labels-folded',
      `Only the first ${labels.size - 1} labels were kept apart; the others are counted as “(other labels)”.`,
      'So many labels are most likely addresses with ids in them.',
      'Give the requests fixed names.',
    );
  }
  if (codes.full) {
    warn(
      'codes-folded',
      `Only the first ${codes.size - 1} response codes were kept apart; the others are counted as “(other codes)”.`,
      'So many codes are most likely messages.',
      '',
    );
  }
  if (threads.full) {
    warn(
      'threads-folded',
      `Only the first ${threads.size} thread names were kept apart; rows of others are counted without a thread of their own.`,
      'Names are kept in memory, up to a limit.',
      '',
    );
  }
}
