import { keptStart } from '../decode/byte-text.js';

/** Names that Locust's files share: of endpoints, and of the run that a file belongs to. */

/** Longest label, characters. */
const MAX_LABEL = 1024;

/** Which of the files of one run. */
export type LocustPart = 'stats' | 'distribution' | 'history' | 'failures' | 'exceptions';

/** Ends of the names that `--csv PREFIX` writes, the older ones last. */
const ENDS: readonly (readonly [RegExp, readonly LocustPart[]])[] = [
  [/_stats_history\.csv$/i, ['history']],
  [/_stats\.csv$/i, ['stats']],
  [/_failures\.csv$/i, ['failures']],
  [/_exceptions\.csv$/i, ['exceptions']],
  [/_requests\.csv$/i, ['stats']],
  [/_distribution\.csv$/i, ['distribution']],
];

/**
 * Label of an endpoint as Locust's own summary prints it: method and name. Two methods of one name are two endpoints.
 * @param method `None` and nothing mean that there is none
 */
export function locustLabel(method: string, name: string): string {
  return keptStart(method === '' || method === 'None' ? name : `${method} ${name}`, MAX_LABEL);
}

/** Whether a row holds the totals of all endpoints: "Aggregated", or "Total" up to 0.11. */
export function isTotalRow(method: string, name: string): boolean {
  return (method === '' || method === 'None') && (name === 'Aggregated' || name === 'Total');
}

/** The run that a file belongs to, by its name: what stands before `_stats.csv` and the like; the whole name where that is not its end. */
export function locustSet(fileName: string, part: LocustPart): { run: string; part: LocustPart } {
  const name = fileName.replace(/\.(?:gz|zst)$/i, '');
  const end = ENDS.find(([pattern, parts]) => parts.includes(part) && pattern.test(name));
  return { run: end === undefined ? fileName : name.replace(end[0], ''), part };
}
