/** `heimr explain-kind`: what a finding means, how it is found, and what to do. */

import { detectors, KINDS } from '../detectors/catalog.js';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { nearest } from '../model/spelling.js';
import { EXIT } from './exit-codes.js';
import type { TextOutput } from './text-output.js';

/**
 * @returns the exit code
 * @throws HeimrError `usage` for a kind that there is not, naming the near one
 */
export async function explainKind(id: string, out: TextOutput): Promise<number> {
  const kind = KINDS.find((one) => one.id === id);
  if (!kind) {
    const ids = KINDS.map((one) => one.id);
    const near = nearest(id, ids);
    throw new HeimrError(
      'usage',
      `${printable(id)} is no kind of finding.`,
      near ? `Did you mean ${near}?` : `There are: ${ids.join(', ')}.`,
    );
  }
  const detector = detectors.find(({ kinds }) => kinds.includes(id));
  const parts = [`What it means: ${kind.means}`, `What to do: ${kind.todo}`];
  if (detector) parts.push(`How it is found: detector ${detector.id}, ${detector.docs}`);
  await out.write(`${kind.id}: ${kind.title}\n\n${parts.map((part) => wrapped(part, 80)).join('\n')}\n`);
  return EXIT.ok;
}

/** Words in lines of at most so many characters. */
function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}
