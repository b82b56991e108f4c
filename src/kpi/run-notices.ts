import type { Facts } from '../model/facts.js';
import type { Notice } from '../model/notice.js';
import { thousands } from '../model/thousands.js';
import type { CountedFile } from './count-file.js';

/** A pause this long, and this share of the run, suggests two runs in one. */
const LONG_GAP_MS = 3_600_000;
const GAP_SHARE = 0.5;

/** What a reader must know of the run as a whole. */
export function runNotices(
  facts: Facts,
  files: readonly CountedFile[],
  labels: { distinct: number; folded: boolean; firstStart: number | null },
): Notice[] {
  const notices: Notice[] = [];
  const add = (id: string, level: Notice['level'], file: string | null, what: string, why: string, todo: string): void => {
    notices.push({ id, level, file, what, why, todo });
  };
  for (const file of files) {
    if (file.duplicateOf !== null) {
      add(
        'duplicate-file',
        'warning',
        file.name,
        `The same bytes as ${file.duplicateOf}: its ${thousands(file.rows.read)} rows are not counted again.`,
        'Counting a file twice would double the load.',
        'Give each injector its own file.',
      );
    }
    if (file.rows.rejected > 0) {
      add(
        'rows-rejected',
        'warning',
        file.name,
        `${thousands(file.rows.rejected)} of ${thousands(file.rows.read)} rows could not be used and are in no figure.`,
        'The first ones are listed with their line and reason.',
        'Look at those lines; if they are requests, the figures miss them.',
      );
    }
  }
  if (labels.folded) {
    add(
      'labels-folded',
      'warning',
      null,
      `${thousands(labels.distinct)} distinct labels were folded by template into ${thousands(facts.labels.length)}: numbers, ids and query values became {n}, {id} and {v}.`,
      'Labels with ids in them make a table of single requests.',
      'Name requests in the load script by endpoint, not by address.',
    );
  }
  const early = labels.firstStart !== null && facts.window.start < labels.firstStart - 1;
  if (early) {
    add(
      'early-start',
      'info',
      null,
      'Some requests start before the moment that offsets were counted from.',
      'Offsets count from the earliest start in the first MiB of the files; a slow request written later can start earlier.',
      'Give --from and --to as absolute times if that matters.',
    );
  }
  const gap = facts.longestGap;
  if (gap.gap >= LONG_GAP_MS && gap.gap > GAP_SHARE * (facts.window.end - facts.window.start)) {
    add(
      'time-gap',
      'warning',
      null,
      `No request starts for ${(gap.gap / 3_600_000).toFixed(1)} h from ${new Date(gap.start).toISOString()} on.`,
      'This looks like two runs in one, or like wrong time stamps; throughput over the whole window means little.',
      'Choose one part with --from and --to.',
    );
  }
  return notices;
}
