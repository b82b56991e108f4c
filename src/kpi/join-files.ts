import { HeimrError } from '../errors.js';
import type { Notice } from '../model/notice.js';
import { thousands } from '../model/thousands.js';
import type { Accumulator } from './accumulate.js';
import { type ProfiledFile, sameBeginning, sameFailures, sameRequests } from './compare-files.js';
import { type CountedAlone, type CountedFile, type CountedRun, isLeftOut } from './count-file.js';

/** Files whose rows wait for a better export of the same requests; each takes memory of its own. */
const MAX_HELD = 16;
/** Pairs of files that look alike, told of. */
const MAX_DOUBTS = 20;
/** Runs and files that an error names. */
const MAX_NAMED = 5;

/** Two files that may hold the same requests, and why this is not certain. */
interface Doubt {
  file: CountedFile;
  other: CountedFile;
  why: string;
}
const ALIKE = 'Their numbers and latencies are the same, but there are few of them, or times or labels differ, so that it is not certain.';
const BEGINNING =
  'Every label begins at the same moment in both, and one has no more of anything: it may be a copy that was made while the test ran.';
const NAMED_SO =
  'Taurus writes failed samples once more into a file of this name; but not all that is in it is a failure of the other file.';

/**
 * Several files as one run: each file's rows are merged exactly, unless another file has them already. Merged rows cannot be taken out
 * again, so a file that a better one may replace is kept apart until all files are read.
 */
export class FileJoin {
  readonly #files: CountedFile[] = [];
  readonly #doubts: Doubt[] = [];
  #held: CountedAlone[] = [];
  #rows: Accumulator | null = null;

  /** Adds the next file, in the order of the inputs. */
  add(counted: CountedAlone): void {
    const { file } = counted;
    const same = file.identity === null ? undefined : this.#files.find(({ identity }) => identity === file.identity);
    if (same) file.duplicateOf = same.name;
    else this.#compare(file);
    this.#files.push(file);
    if (isLeftOut(file)) return;
    if (this.#held.length < MAX_HELD && mayBeReplaced(file)) this.#held.push(counted);
    else this.#merge(counted.rows);
  }

  /**
   * To be called after the last file.
   * @param notices where it is said what was left out
   * @param merge whether files of different runs are wanted as one
   * @throws HeimrError `usage` where files are of different runs and `merge` is false
   */
  finish(notices: Notice[], merge: boolean): CountedRun {
    for (const { rows } of this.#held) this.#merge(rows);
    this.#held = [];
    const runs = runsOf(this.#files);
    if (runs.length > 1 && !merge) throw differentRuns(runs);
    if (runs.length > 1) notices.push(noOverlap(runs));
    for (const file of this.#files) if (file.overlapOf !== null) notices.push(overlap(file, this.#files));
    for (const doubt of this.#doubts) if (!isLeftOut(doubt.file) && !isLeftOut(doubt.other)) notices.push(possibleOverlap(doubt));
    return { files: this.#files, rows: this.#rows };
  }

  /** Decides whether a file, or one that waits, holds nothing but what the other has. */
  #compare(file: CountedFile): void {
    const one = profiled(file);
    if (one === null) return;
    for (const other of this.#files) {
      const another = isLeftOut(other) ? null : profiled(other);
      if (another === null) continue;
      const all = sameRequests(one, another);
      const isPart = sameFailures(one, another);
      const hasPart = sameFailures(another, one);
      const isBetter = (all === 'same' && isCoarser(other, file)) || hasPart === 'same';
      if (isBetter && this.#release(other)) this.#replace(other, file);
      else if (all === 'same' || isPart === 'same') {
        file.overlapOf = other.name;
        return;
      } else if ((isBetter || [all, isPart, hasPart].includes('perhaps')) && this.#doubts.length < MAX_DOUBTS) {
        this.#doubts.push({ file, other, why: ALIKE });
      } else if (sameBeginning(one, another) === 'perhaps' && this.#doubts.length < MAX_DOUBTS) {
        this.#doubts.push({ file, other, why: BEGINNING });
      } else if (isNamedForFailures(file) !== isNamedForFailures(other) && this.#doubts.length < MAX_DOUBTS) {
        const [failures, whole] = isNamedForFailures(file) ? [file, other] : [other, file];
        this.#doubts.push({ file: failures, other: whole, why: NAMED_SO });
      }
    }
  }

  /** @returns whether the file's rows were not merged yet; they are then gone */
  #release(file: CountedFile): boolean {
    const held = this.#held.length;
    this.#held = this.#held.filter((one) => one.file !== file);
    return this.#held.length < held;
  }

  #replace(worse: CountedFile, better: CountedFile): void {
    worse.overlapOf = better.name;
    for (const file of this.#files) if (file.overlapOf === worse.name) file.overlapOf = better.name;
  }

  #merge(rows: Accumulator): void {
    if (this.#rows === null) this.#rows = rows;
    else this.#rows.merge(rows);
  }
}

/** As Taurus names the files that it has JMeter write failures into. */
export function isNamedForFailures({ name, reading }: Pick<CountedFile, 'name' | 'reading'>): boolean {
  return reading.format === 'jmeter-xml' && /(?:^|[\\/])error(?:-\d+)?\.jtl(?:\.gz|\.zst)?$/.test(name);
}

function profiled({ reading, profile }: CountedFile): ProfiledFile | null {
  return profile && { format: reading.format, profile };
}

/** k6 writes less into CSV than into JSON: stamps are whole seconds. */
function isCoarser(file: CountedFile, than: CountedFile): boolean {
  return file.reading.format === 'k6-csv' && than.reading.format !== 'k6-csv';
}

/** A coarse export, or a file of failures only, which may be all failures of a file that is still to come. */
function mayBeReplaced({ reading, profile }: CountedFile): boolean {
  return profile !== null && (reading.format === 'k6-csv' || profile.all.ok.n === 0);
}

/** Files that overlap in time, directly or by others between them, are one run. In the order of time. */
function runsOf(files: readonly CountedFile[]): CountedFile[][] {
  const timed = files.flatMap((file) =>
    file.profile && file.profile.requests > 0 && !isLeftOut(file) ? [{ file, ...file.profile.window }] : [],
  );
  timed.sort((a, b) => a.start - b.start);
  const runs: CountedFile[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const { file, start, end: own } of timed) {
    const run = runs.at(-1);
    if (run && start <= end) run.push(file);
    else runs.push([file]);
    end = Math.max(end, own);
  }
  return runs;
}

function differentRuns(runs: readonly CountedFile[][]): HeimrError {
  const shown = runs.slice(0, MAX_NAMED).map((run) => {
    const start = Math.min(...run.map(({ profile }) => profile?.window.start ?? Number.NaN));
    const end = Math.max(...run.map(({ profile }) => profile?.window.end ?? Number.NaN));
    return `${listOf(run.map(({ name }) => name))} (${moment(start)} to ${moment(end)})`;
  });
  const more = runs.length > MAX_NAMED ? `; and ${runs.length - MAX_NAMED} more` : '';
  return new HeimrError(
    'usage',
    `The files are of ${runs.length} runs that do not overlap in time: ${shown.join('; ')}${more}. Figures of different runs together describe none of them.`,
    'Analyse each run by itself. If they are one run all the same (stages one after the other, clocks that differ), add --merge.',
  );
}

function noOverlap(runs: readonly CountedFile[][]): Notice {
  return {
    id: 'no-overlap',
    level: 'warning',
    file: null,
    what: `The files are of ${runs.length} runs that do not overlap in time, and are read as one because of --merge.`,
    why: 'Injectors of one run work at the same time; figures of different runs together describe neither.',
    todo: 'Analyse runs one by one, or set the clocks of the injectors.',
  };
}

function overlap(file: CountedFile, files: readonly CountedFile[]): Notice {
  const better = files.find((other) => other !== file && !isLeftOut(other) && other.name === file.overlapOf);
  const own = file.profile?.requests ?? 0;
  const others = better?.profile?.requests ?? 0;
  const onlyFailures = own > 0 && file.profile?.all.ok.n === 0 && own < others;
  const differs = !onlyFailures && own !== others;
  return {
    id: 'overlapping-export',
    level: differs ? 'warning' : 'info',
    file: file.name,
    what: onlyFailures
      ? `Its ${thousands(own)} requests are the failures of ${file.overlapOf} once more, and are not counted again.`
      : `It holds the same requests as ${file.overlapOf}, and is not counted again.`,
    why: differs
      ? `It has ${thousands(own)} requests and ${file.overlapOf} ${thousands(others)}: one of them was cut, or ended by force.`
      : 'Both are exports of one run: counting both would double the load.',
    todo: differs ? 'Analyse the longer one by itself if the difference matters.' : '',
  };
}

function possibleOverlap({ file, other, why }: Doubt): Notice {
  return {
    id: 'possible-overlap',
    level: 'warning',
    file: file.name,
    what: `It may hold requests that ${other.name} has too; both are counted.`,
    why,
    todo: 'If both are exports of one run, give only one of them.',
  };
}

function listOf(names: readonly string[]): string {
  return names.length > MAX_NAMED ? `${names.slice(0, MAX_NAMED).join(', ')} and ${names.length - MAX_NAMED} more` : names.join(', ');
}

function moment(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? `${new Date(ms).toISOString().slice(0, 19)}Z` : 'unknown';
}
