import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Text of a file, by its path in the repository. */
export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const NOT_OURS = ['node_modules', 'dist', 'out', 'coverage'];

/** Paths of all Markdown files, in the repository. */
export function markdownFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.includes(entry.name) || entry.name.startsWith('.') ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Markdown without what stands in code. */
export const prose = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '`code`');

/** Anchors of the headings, as viewers make them. */
export function anchors(markdown: string): string[] {
  const headings = [...markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Cells of a table between `<!-- table: name -->` and `<!-- end -->`, without its two lines of heading. */
export function tableOf(path: string, name: string): string[][] {
  const table = new RegExp(`<!-- table: ${name} -->\n([\\s\\S]*?)\n<!-- end -->`).exec(textOf(path))?.[1];
  if (table === undefined) throw new Error(`${path} has no table ${name}`);
  const cells = (line: string): string[] =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
  return table.split('\n').slice(2).map(cells);
}

/** What stands between backquotes in a text. */
export const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Code of the blocks in a file that begin with a given info string. */
export function blocksOf(path: string, info: string): string[] {
  return [...textOf(path).matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].filter(([, own]) => own === info).map(([, , code = '']) => code);
}
