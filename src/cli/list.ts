/** `heimr list`: what this version can do, from the catalogs themselves. */

import { detectors, kindWords } from '../detectors/catalog.js';
import { diagnoses } from '../diagnoses/catalog.js';
import { parsers } from '../parsers/catalog.js';
import { reporters } from '../reporters/catalog.js';
import { wrap } from '../reporters/document/display-width.js';
import type { Catalog } from './catalogs.js';
import { EXIT } from './exit-codes.js';
import type { TextOutput } from './text-output.js';

interface Unit {
  id: string;
  title: string;
  docs?: string;
  kinds?: readonly string[];
  claim?: string;
  experimental?: boolean;
  extensions?: readonly string[];
}

const UNITS: Readonly<Record<Catalog, readonly Unit[]>> = { parsers, detectors, diagnoses, reporters };

/** @returns the exit code */
export async function list(catalog: Catalog, { verbose = false }: { verbose?: boolean }, out: TextOutput): Promise<number> {
  const units = UNITS[catalog];
  const width = Math.max(0, ...units.map((unit) => unit.id.length));
  const lines = units.map(({ id, title, extensions = [], experimental = false }) => {
    const asked = extensions.length > 0 ? `  (-o FILE${extensions.join(', ')})` : '';
    return `${id.padEnd(width)}  ${title}${asked}${experimental ? '  (experimental)' : ''}\n`;
  });
  if (verbose) units.forEach((unit, i) => lines.splice(i, 1, `${lines[i]}${details(unit, width)}`));
  await out.write(lines.join('') || `${catalog}: none in this version\n`);
  return EXIT.ok;
}

/** What a unit finds or claims, and where more stands. */
function details({ kinds = [], claim, docs }: Unit, width: number): string {
  const indent = ' '.repeat(width + 2);
  const claimed =
    claim === undefined
      ? ''
      : wrap(claim, 80 - indent.length)
          .map((line) => `${indent}${line}\n`)
          .join('');
  const found = kinds.map((kind) => `${indent}${kind}: ${kindWords(kind).title}\n`).join('');
  return `${claimed}${found}${docs === undefined ? '' : `${indent}${docs}\n`}`;
}
