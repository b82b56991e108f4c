import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labRun } from '../diagnoses/lab-run.js';
import { LAB, labRuns } from '../observability/lab-series.js';
import { recordedRunPage, table } from './recorded-run-page.js';

const FOLDER = resolve(import.meta.dirname, '../../docs/observability/recorded-runs');
const MADE = '<!-- made from the recording: HEIMR_WRITE_DOCS=1 npx vitest run test/docs/recorded-runs.test.ts -->';
const END = '<!-- end -->';
const RUNS = labRuns();
if (RUNS.length === 0) console.warn(`skipped: pages of recorded runs: no recorded runs in ${LAB}`);

const isWriting = process.env.HEIMR_WRITE_DOCS === '1';
const stored = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const rows = new Map<string, string[]>();

describe.skipIf(RUNS.length === 0)('the page of the recorded run', { timeout: 60_000 }, () => {
  it.each(RUNS)('%s says what the code says of it', async (name) => {
    const path = join(FOLDER, `${name}.md`);
    const { text, row } = recordedRunPage(await labRun(name), MADE);
    rows.set(name, row);
    if (isWriting) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(path, text);
    }
    expect(stored(path)).toBe(text);
  });

  it('is there for each run, for no other, and in the list of all', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'README.md');
    expect(files.sort()).toEqual(RUNS.map((name) => `${name}.md`).sort());
    const path = join(FOLDER, 'README.md');
    const page = stored(path);
    const list = table(['run', 'done', 'named first', 'signals changed', 'kinds of lines more'], [...rows.values()]);
    const made = `${page.slice(0, page.indexOf(MADE))}${MADE}\n\n${list}\n\n${page.slice(page.indexOf(END))}`;
    if (isWriting) writeFileSync(path, made);
    expect(stored(path)).toBe(made);
  });
});
