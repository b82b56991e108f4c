/** The Typst compiler behind the port of the PDF reporter. Loaded only where a PDF is asked for: nothing here is read before. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HeimrError } from '../errors.js';
import type { Typesetter } from '../reporters/typesetter.js';
import { coverageOf } from './font-coverage.js';

/** Files of assets/fonts and the families they answer to (scripts/pdf-fonts.mjs), in the order in which the template tries them. */
const FONTS: readonly (readonly [file: string, family: string])[] = [
  ['sans.ttf', 'Heimr Sans'],
  ['sans-semibold.ttf', 'Heimr Sans'],
  ['mono.ttf', 'Heimr Mono'],
  ['han.ttf', 'Heimr Han'],
  ['hangul.ttf', 'Heimr Hangul'],
  ['arabic.ttf', 'Heimr Arabic'],
  ['symbols.ttf', 'Heimr Symbols'],
  ['emoji.ttf', 'Heimr Emoji'],
];

/**
 * Loads compiler, fonts and template.
 * @returns a typesetter for `render(analysis, 'pdf', { typesetter })`
 * @throws HeimrError `output` where the compiler is not there for this machine
 */
export async function loadTypesetter(): Promise<Typesetter> {
  const { NodeCompiler } = await compiler();
  const assets = join(dirname(createRequire(import.meta.url).resolve('heimr/package.json')), 'assets');
  const fonts = await Promise.all(FONTS.map(([file]) => readFile(join(assets, 'fonts', file))));
  const template = await readFile(join(assets, 'pdf', 'report.typ'), 'utf8');
  const coverage = FONTS.map(([, family], at) => ({ family, codePoints: coverageOf(fonts[at]) }));
  // The workspace is the only folder that a template could read from; ours reads nothing.
  const typst = NodeCompiler.create({ workspace: join(assets, 'pdf'), fontArgs: [{ fontBlobs: fonts }] });
  return {
    familyOf: (codePoint) => coverage.find(({ codePoints }) => codePoints.has(codePoint))?.family ?? null,
    typeset: (data, madeAt) => {
      const seconds = madeAt === null ? null : Math.floor(madeAt / 1000);
      const inputs = { data, ...(seconds === null ? {} : { 'made-at': dateParts(seconds) }) };
      try {
        const compiled = typst.compile({ mainFileContent: template, inputs });
        if (!compiled.result) throw failed(JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? []));
        const date = seconds === null ? {} : { creationTimestamp: seconds };
        try {
          // PDF/UA-1 (ISO 14289-1): the compiler refuses what a screen reader could not read.
          return typst.pdf(compiled.result, { pdfStandard: 'ua-1', ...date });
        } catch {
          // It refuses joined scripts inside drawings, which it cannot map back to text. Tagged like the other, but without the claim.
          return typst.pdf(compiled.result, { pdfTags: true, ...date });
        }
      } finally {
        // What the compiler remembers would help only where the same report is made again; it grows by 30 MB a report.
        typst.evictCache(0);
      }
    },
  };
}

async function compiler(): Promise<typeof import('@myriaddreamin/typst-ts-node-compiler')> {
  try {
    return await import('@myriaddreamin/typst-ts-node-compiler');
  } catch (error) {
    throw new HeimrError(
      'output',
      `No PDF can be made here: the Typst compiler is not installed, or does not run, on this machine (${process.platform} ${process.arch}).`,
      'Install it with npm install @myriaddreamin/typst-ts-node-compiler (an installation without optional packages leaves it out), or take -o report.md instead.',
      error,
    );
  }
}

/** Year, month, day, hour, minute, second in UTC. */
function dateParts(seconds: number): string {
  const date = new Date(seconds * 1000);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ].join(',');
}

const failed = (details: string): HeimrError =>
  new HeimrError('internal', `The PDF could not be typeset: ${details.slice(0, 600)}`, 'Please report this with the analysis.json.');
