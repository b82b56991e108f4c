/** `heimr doctor`: whether backends can be asked, whether they have data, and how to mend what is wrong. */

import { analyze, type Moment } from '../analyzer.js';
import type { Examination, Point } from '../backends/examination.js';
import { examine } from '../backends/examine.js';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { moment } from '../model/moments.js';
import type { Window } from '../model/window.js';
import { openResults } from '../open-results.js';
import { wrap } from '../reporters/document/display-width.js';
import { type BackendFlags, backendChoices } from './backend-flags.js';
import { openBackends } from './backends.js';
import { joinChoices } from './choices.js';
import { loadConfig } from './config.js';
import { EXIT } from './exit-codes.js';
import type { TextOutput } from './text-output.js';

/** Flags of `heimr doctor`. */
export interface DoctorFlags extends BackendFlags {
  from?: Moment;
  to?: Moment;
  config?: string;
  trustConfig?: true;
}

/** Time that is looked at where nothing else is said, ms. */
const LAST_MS = 15 * 60_000;
const WIDTH = 80;
const WORDS: Readonly<Record<Point['outcome'], string>> = { fine: 'ok', wrong: 'WRONG', 'not-checked': '-' };

/**
 * @param paths result files whose time the backends should have data of; may be none
 * @returns the exit code
 * @throws HeimrError `usage` where there is nothing to look at, or what makes settings or files unusable
 */
export async function doctor(paths: readonly string[], flags: DoctorFlags, out: TextOutput): Promise<number> {
  const { backends: choices = {}, timeZone } = joinChoices(await loadConfig(flags.config), { backends: backendChoices(flags) });
  const use = flags.trustConfig ? { trustConfig: true } : {};
  const { backends } = await openBackends(choices, use, process.env);
  if (!backends)
    throw new HeimrError('usage', 'There is no backend to look at.', 'Add --prometheus, --loki or --tempo, or name them in heimr.yaml.');
  const window = await windowOf(paths, flags, timeZone);
  const seen = await examine(backends, window);
  await out.write(text(seen, window));
  return seen.some(({ points }) => points.some(({ outcome }) => outcome === 'wrong')) ? EXIT.source : EXIT.ok;
}

/** The time of the results; else what flags say; else the last minutes. */
async function windowOf(paths: readonly string[], { from, to }: DoctorFlags, timeZone: string | undefined): Promise<Window> {
  if (paths.length > 0) {
    const cut = { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(timeZone ? { timeZone } : {}) };
    const { start, end } = (await analyze(await openResults(paths), cut)).window;
    if (start !== null && end !== null) return { start, end };
    throw new HeimrError('unusable', 'The results tell no times.', 'Give the time with --from and --to.');
  }
  const end = at(to, '--to') ?? Date.now();
  const start = at(from, '--from') ?? end - LAST_MS;
  if (start < end) return { start, end };
  throw new HeimrError('usage', 'The window is empty: --from is not before --to.', 'Swap them, or leave one away.');
}

function at(time: Moment | undefined, name: string): number | null {
  if (!time) return null;
  if ('at' in time) return time.at;
  throw new HeimrError(
    'usage',
    `${name} counts from the first request, and no result file was given.`,
    'Give the file, or an absolute time.',
  );
}

function text(seen: readonly Examination[], { start, end }: Window): string {
  const lines = [...wrap(`Looked for data from ${moment(start)} to ${moment(end)}.`, WIDTH)];
  for (const { backend, url, points } of seen) {
    lines.push('', ...wrap(`${backend.charAt(0).toUpperCase()}${backend.slice(1)} at ${printable(url)}`, WIDTH));
    for (const point of points) lines.push(...pointLines(point));
  }
  const ill = seen.filter(({ points }) => points.some(({ outcome }) => outcome === 'wrong'));
  lines.push('', ill.length === 0 ? 'All is well.' : `To mend: ${ill.map(({ backend }) => backend).join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

function pointLines({ title, outcome, said, todo }: Point): string[] {
  const head = `  ${WORDS[outcome].padEnd(7)}${title.padEnd(9)}`;
  const more = ' '.repeat(head.length);
  const room = WIDTH - head.length;
  const parts = [...wrap(printable(said), room), ...(todo === '' ? [] : wrap(`To do: ${printable(todo)}`, room))];
  return parts.map((part, i) => `${i === 0 ? head : more}${part}`);
}
