import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadTypesetter } from '../../src/output/typesetter.js';
import { reporterForFile, reporters } from '../../src/reporters/catalog.js';
import { exampleAnalysis } from './example-analysis.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the catalog of outputs', () => {
  it('finds outputs by the end of a name, in any case, and the longest end wins', () => {
    expect(reporterForFile('report.md')?.id).toBe('markdown');
    expect(reporterForFile('pr.comment.md')?.id).toBe('comment');
    expect(reporterForFile('PR.Comment.MD')?.id).toBe('comment');
    expect(reporterForFile('comment.md')?.id).toBe('markdown');
    expect(reporterForFile('a.JSON')?.id).toBe('json');
    for (const name of ['a.docx', 'md', '.md', '']) expect(reporterForFile(name)).toBeUndefined();
  });

  it('has each id and extension once', () => {
    const extensions = reporters.flatMap((reporter) => reporter.extensions);
    expect(new Set(reporters.map(({ id }) => id)).size).toBe(reporters.length);
    expect(new Set(extensions).size).toBe(extensions.length);
  });

  it.each(reporters.map((reporter) => [reporter.id, reporter] as const))('%s keeps the contract', async (id, reporter) => {
    expect(reporter.docs).toBe(`docs/reporters/${id}.md`);
    expect(existsSync(root + reporter.docs)).toBe(true);
    expect(existsSync(`${root}src/reporters/${id}.ts`)).toBe(true);
    const analysis = exampleAnalysis();
    const options = reporter.needs === undefined ? {} : { typesetter: await loadTypesetter() };
    const first = reporter.render(analysis, options);
    expect(reporter.render(analysis, options)).toEqual(first);
    expect(analysis).toEqual(exampleAnalysis()); // rendering changes nothing
    // Annotations are none where nothing has to be told.
    if (typeof first === 'string' && first !== '') expect(first.at(-1)).toBe('\n');
  });
});
