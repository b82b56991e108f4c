import type { Notice } from '../model/notice.js';
import { PACKINGS, type Packing } from './signature.js';

/** What was wrong with a compressed file: it stopped early, or its bytes are no valid gzip (or Zstandard) from some point on. */
export type Damage = 'cut' | 'corrupt';

/**
 * @param file name for the notice, without control characters
 * @param packing how it was packed
 * @param pipe whether it came through a pipe, which cannot be read once more
 */
export function damageNotice(file: string, damage: Damage, packing: Packing, pipe: boolean): Notice {
  const cut = damage === 'cut';
  return {
    id: cut ? `${packing}-cut` : `${packing}-corrupt`,
    level: 'warning',
    file,
    what: cut ? 'The compressed file ends early.' : 'The compressed file is damaged.',
    why: cut
      ? 'It was cut, or was still being written or copied. Only the rows before the end are in the figures.'
      : `Its bytes or its checksum are no valid ${PACKINGS[packing]}. Damage may show only long after it, at the checksum: rows after it may be in the figures, and may be false. Rows after the point where decoding failed are missing.${packing === 'gzip' && pipe ? ' It came through a pipe: up to 64 KiB of rows before that point may be missing too.' : ''}`,
    todo: cut ? 'Copy the file again from where it was written, and analyse that.' : 'Get an undamaged copy, and analyse that.',
  };
}
