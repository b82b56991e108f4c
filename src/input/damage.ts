import type { Notice } from '../model/notice.js';

/** What was wrong with a compressed file: it stopped early, or its bytes are no valid gzip from some point on. */
export type Damage = 'cut' | 'corrupt';

/** @param file name for the notice, without control characters */
export function damageNotice(file: string, damage: Damage): Notice {
  const cut = damage === 'cut';
  return {
    id: cut ? 'gzip-cut' : 'gzip-corrupt',
    level: 'warning',
    file,
    what: cut ? 'The compressed file ends early.' : 'The compressed file is damaged.',
    why: cut
      ? 'It was cut, or was still being written or copied. Only the rows before the end are in the figures.'
      : 'Its bytes or its checksum are no valid gzip from some point on. Only the rows before that point are in the figures.',
    todo: 'Copy the file again from where it was written, and analyse that.',
  };
}
