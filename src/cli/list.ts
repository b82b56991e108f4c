/** `heimr list`: what this version can do, from the catalogs themselves. */

import { detectors } from '../detectors/catalog.js';
import { parsers } from '../parsers/catalog.js';
import { reporters } from '../reporters/catalog.js';
import type { Catalog } from './catalogs.js';
import { EXIT } from './exit-codes.js';
import type { TextOutput } from './text-output.js';

interface Unit {
  id: string;
  title: string;
  extensions?: readonly string[];
}

const UNITS: Readonly<Record<Catalog, readonly Unit[]>> = { parsers, detectors, diagnoses: [], reporters };

/** @returns the exit code */
export async function list(catalog: Catalog, out: TextOutput): Promise<number> {
  const units = UNITS[catalog];
  const width = Math.max(0, ...units.map((unit) => unit.id.length));
  const lines = units.map(({ id, title, extensions = [] }) => {
    const asked = extensions.length > 0 ? `  (-o FILE${extensions.join(', ')})` : '';
    return `${id.padEnd(width)}  ${title}${asked}\n`;
  });
  await out.write(lines.join('') || `${catalog}: none in this version\n`);
  return EXIT.ok;
}
