/** `heimr list`: what this version can do, from the catalogs themselves. */

import { detectors, kindWords } from '../detectors/catalog.js';
import { parsers } from '../parsers/catalog.js';
import { reporters } from '../reporters/catalog.js';
import type { Catalog } from './catalogs.js';
import { EXIT } from './exit-codes.js';
import type { TextOutput } from './text-output.js';

interface Unit {
  id: string;
  title: string;
  docs?: string;
  kinds?: readonly string[];
  extensions?: readonly string[];
}

const UNITS: Readonly<Record<Catalog, readonly Unit[]>> = { parsers, detectors, diagnoses: [], reporters };

/** @returns the exit code */
export async function list(catalog: Catalog, { verbose = false }: { verbose?: boolean }, out: TextOutput): Promise<number> {
  const units = UNITS[catalog];
  const width = Math.max(0, ...units.map((unit) => unit.id.length));
  const lines = units.map(({ id, title, extensions = [] }) => {
    const asked = extensions.length > 0 ? `  (-o FILE${extensions.join(', ')})` : '';
    return `${id.padEnd(width)}  ${title}${asked}\n`;
  });
  if (verbose) units.forEach((unit, i) => lines.splice(i, 1, `${lines[i]}${details(unit, width)}`));
  await out.write(lines.join('') || `${catalog}: none in this version\n`);
  return EXIT.ok;
}

/** What a unit finds, and where more stands. */
function details({ kinds = [], docs }: Unit, width: number): string {
  const indent = ' '.repeat(width + 2);
  const found = kinds.map((kind) => `${indent}${kind}: ${kindWords(kind).title}\n`).join('');
  return `${found}${docs === undefined ? '' : `${indent}${docs}\n`}`;
}
