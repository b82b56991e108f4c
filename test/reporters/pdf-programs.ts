import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { newFile } from '../input/files.js';

/*
 * Programs of poppler-utils and qpdf, which look at a PDF with other eyes than those that made it, and a browser for drawings. Where they are not installed the
 * tests that need them are skipped with the reason; HEIMR_REQUIRE_PROGRAMS makes that a failure (.ci/run installs them).
 */

const PACKAGES: Readonly<Record<string, string>> = {
  pdftotext: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  qpdf: 'qpdf',
  chromium: 'chromium',
};

/** @returns why tests that need these programs cannot run here; empty if they can */
export function missingPrograms(...names: string[]): string {
  const missing = names.filter((name) => spawnSync(name, ['--version']).error !== undefined);
  if (missing.length === 0) return '';
  const packages = [...new Set(missing.map((name) => PACKAGES[name] ?? name))].join(' and ');
  const why = `${missing.join(', ')} not found: install ${packages} (Debian: apt-get install ${packages.replace(' and ', ' ')})`;
  if (process.env.HEIMR_REQUIRE_PROGRAMS) throw new Error(why);
  console.warn(`skipped: ${why}`);
  return why;
}

/** Runs a program on a PDF. */
export function look(program: string, pdf: Uint8Array, flags: readonly string[] = [], after: readonly string[] = []): string {
  const { status, stdout, stderr } = spawnSync(program, [...flags, pathOf(pdf), ...after], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}

/** @returns the path of a file with these bytes, which is gone after the test */
export function pathOf(pdf: Uint8Array): string {
  const path = newFile('', 'report.pdf');
  writeFileSync(path, pdf);
  return path;
}
