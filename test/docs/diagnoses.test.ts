import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnoses } from '../../src/diagnoses/catalog.js';
import type { Diagnosis } from '../../src/diagnoses/diagnosis.js';

const ROOT = resolve(import.meta.dirname, '../..');
const START = '<!-- made from the diagnosis itself: HEIMR_WRITE_DOCS=1 npx vitest run test/docs/diagnoses.test.ts -->';
const END = '<!-- end -->';

describe.each(diagnoses.map((one) => [one.id, one] as const))('the page of %s', (id, diagnosis) => {
  const path = resolve(ROOT, diagnosis.docs);

  it('says what the diagnosis itself says', () => {
    const page = existsSync(path) ? readFileSync(path, 'utf8') : `# ${id}\n\n${START}\n${END}\n`;
    const from = page.indexOf(START);
    const to = page.indexOf(END);
    const made = `${page.slice(0, from)}${START}\n${described(diagnosis)}${page.slice(to)}`;
    if (process.env.HEIMR_WRITE_DOCS === '1') writeFileSync(path, made);
    expect(from).toBeGreaterThan(0);
    expect(page).toBe(made);
  });

  it('is named after it', () => {
    expect(diagnosis.docs).toBe(`docs/diagnoses/${id}.md`);
    expect(existsSync(resolve(ROOT, `src/diagnoses/${id}.ts`))).toBe(true);
  });

  it('names causes that there are', () => {
    const ids = diagnoses.map((one) => one.id);
    expect(diagnosis.lookAlikes.map((one) => one.id).filter((one) => !ids.includes(one))).toEqual([]);
  });
});

function described({ title, claim, asks, lookAlikes, fix, verify, experimental }: Diagnosis): string {
  const lines = [`**${title}.** ${claim}`, ''];
  if (asks.length > 0)
    lines.push('| source | question |', '| --- | --- |', ...asks.map(({ source, question }) => `| ${source} | ${question} |`), '');
  if (lookAlikes.length > 0)
    lines.push(
      '| looks like it | told apart by |',
      '| --- | --- |',
      ...lookAlikes.map((one) => `| [${one.id}](${one.id}.md) | ${one.toldApartBy} |`),
      '',
    );
  lines.push(`**To mend:** ${fix('the service')}`, '', `**To check that it helped:** ${verify}`, '');
  if (experimental)
    lines.push(
      '**Experimental:** no recording of a real run shows this kind; it never stands before a proven one without a hard event.',
      '',
    );
  return `${lines.join('\n')}`;
}
