/** `heimr explain-kind`: what a finding or a cause means, how it is found, and what to do. */

import { detectors, KINDS } from '../detectors/catalog.js';
import { diagnoses } from '../diagnoses/catalog.js';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { nearest } from '../model/spelling.js';
import { EXIT } from './exit-codes.js';
import type { TextOutput } from './text-output.js';

type Diagnosis = (typeof diagnoses)[number];

/** Stands for the service, which only a run can tell. */
const SOME_SERVICE = 'the service';
const SOURCES: Readonly<Record<Diagnosis['asks'][number]['source'], string>> = {
  metrics: 'of Prometheus',
  logs: 'of Loki',
  traces: 'of Tempo',
  results: 'of the results',
};

/**
 * @param id a kind of finding, or a cause; some symptoms are both
 * @returns the exit code
 * @throws HeimrError `usage` for one that there is not, naming the near one
 */
export async function explainKind(id: string, out: TextOutput): Promise<number> {
  const parts = [findingText(id), causeText(id)].filter((text) => text !== '');
  if (parts.length === 0) {
    const ids = [...KINDS, ...diagnoses].map((one) => one.id);
    const near = nearest(id, ids);
    throw new HeimrError(
      'usage',
      `${printable(id)} is no kind of finding, and no cause.`,
      near ? `Did you mean ${near}?` : `There are: ${[...new Set(ids)].join(', ')}.`,
    );
  }
  await out.write(parts.join('\n'));
  return EXIT.ok;
}

function findingText(id: string): string {
  const kind = KINDS.find((one) => one.id === id);
  if (!kind) return '';
  const detector = detectors.find(({ kinds }) => kinds.includes(id));
  const parts = [`What it means: ${kind.means}`, `What to do: ${kind.todo}`];
  if (detector) parts.push(`How it is found: detector ${detector.id}, ${detector.docs}`);
  return text(`${kind.id}: ${kind.title}`, parts);
}

function causeText(id: string): string {
  const diagnosis = diagnoses.find((one) => one.id === id);
  if (!diagnosis) return '';
  const { title, claim, experimental, asks, lookAlikes, fix, verify, docs } = diagnosis;
  const parts = [
    `What it claims: ${claim}`,
    ...(experimental ? ['Experimental: no recording of a real run has shown it yet.'] : []),
    ...(asks.length > 0 ? ['What is asked:'] : []),
    ...asks.map(({ source, question }) => `- ${SOURCES[source]}: ${question}`),
    ...(lookAlikes.length > 0 ? ['What looks alike, and what tells it apart:'] : []),
    ...lookAlikes.map(({ id: other, toldApartBy }) => `- ${other}: ${toldApartBy}`),
    `What to mend: ${fix(SOME_SERVICE)}`,
    `How to see that it helped: ${verify}`,
    `More: diagnosis ${id}, ${docs}`,
  ];
  return text(`${id}: ${title}`, parts);
}

function text(heading: string, parts: readonly string[]): string {
  return `${heading}\n\n${parts.map((part) => wrapped(part, 80)).join('\n')}\n`;
}

/** Words in lines of at most so many characters. */
function wrapped(part: string, width: number): string {
  const lines = [''];
  for (const word of part.split(' ')) {
    const last = lines.at(-1) as string;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}
