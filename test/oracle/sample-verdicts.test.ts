import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { thousands } from '../../src/model/thousands.js';
import { analyzeFiles } from '../../src/node.js';

/*
 * Every public sample file, judged. The page has the reason why each verdict of a long file is right; this keeps page and verdicts the same.
 * HEIMR_WRITE_DOCS=1 npx vitest run test/oracle/sample-verdicts.test.ts writes the tables anew and keeps the reasons.
 */

const SAMPLES = join(import.meta.dirname, '../../../shared/samples');
const PAGE = join(import.meta.dirname, '../../docs/methods/sample-verdicts.md');
const isThere = existsSync(SAMPLES);
if (!isThere) console.log('verdicts of sample files skipped: ../shared/samples is not there');

/** Long enough to be judged. */
const LONG_MS = 300_000;
const LONG_REQUESTS = 1000;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
    .filter((path) => !path.endsWith('MANIFEST.tsv'))
    .sort();
}

interface Judged {
  file: string;
  long: boolean;
  cells: string[];
}

async function judged(path: string): Promise<Judged | null> {
  try {
    const { input, kpis, window, verdict, findings } = await analyzeFiles([path]);
    const { duration } = window;
    const { count } = kpis.overall;
    const lasts = duration === null ? 'not told' : `${Math.round(duration / 1000)} s`;
    const alarms = findings.filter(({ severity }) => severity !== 'info');
    const found = alarms.map(({ kind, labels }) => (labels === 'all' ? kind : `${kind} of ${labels.length} endpoints`)).join(', ');
    return {
      file: relative(SAMPLES, path),
      long: count >= LONG_REQUESTS || (duration ?? 0) >= LONG_MS,
      cells: [input[0]?.format as string, thousands(count), lasts, verdict.status, found === '' ? '–' : found],
    };
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
    return null;
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const HEAD = ['file', 'format', 'requests', 'lasts', 'verdict', 'findings'];
const RULE = ['---', '---', '--:', '--:', '---', '---'];

it.skipIf(!isThere)(
  'are those of the page, and each of a long file has its reason there',
  async () => {
    const all = (await Promise.all(filesIn(SAMPLES).map(judged))).filter((one) => one !== null);
    const page = readFileSync(PAGE, 'utf8');
    const reasonOf = (file: string): string => {
      const line = page.split('\n').find((text) => text.startsWith(`| ${file} |`));
      return line?.split(' | ')[HEAD.length]?.replace(/ \|$/, '') ?? '';
    };
    const tables: Record<string, string> = {
      long: [
        row([...HEAD, 'why it is right']),
        row([...RULE, '---']),
        ...all.filter(({ long }) => long).map(({ file, cells }) => row([file, ...cells, reasonOf(file)])),
      ].join('\n'),
      short: [row(HEAD), row(RULE), ...all.filter(({ long }) => !long).map(({ file, cells }) => row([file, ...cells]))].join('\n'),
    };
    let fresh = page;
    for (const [name, table] of Object.entries(tables)) {
      const between = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(\\n<!-- end -->)`);
      expect(between.test(fresh), name).toBe(true);
      fresh = fresh.replace(between, (_, start: string, end: string) => start + table + end);
    }
    if (process.env.HEIMR_WRITE_DOCS) writeFileSync(PAGE, fresh);
    else expect(page).toBe(fresh);
    for (const { file, long } of all) if (long) expect(reasonOf(file).length, file).toBeGreaterThan(20);
  },
  300_000,
);
