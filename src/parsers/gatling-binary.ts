import { BinaryReader } from '../decode/binary-reader.js';
import { HeimrError } from '../errors.js';
import type { ByteInput, SamplesReading } from '../model/reading.js';
import { readHead } from './gatling-binary-head.js';
import { GatlingBinaryScanner } from './gatling-binary-scanner.js';
import { columnsOf, noteCut, noteRun, noteWithoutRoom } from './gatling-notices.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readSamples } from './sample-scanner.js';

/** simulation.log of Gatling since 3.13, which is binary. */
export const gatlingBinary: Parser = {
  id: 'gatling-binary',
  title: 'Gatling simulation.log, binary',
  docs: 'docs/parsers/gatling-binary.md',
  granularity: 'samples',
  detect,
  open,
};

/** The file has no signature: it begins with a RUN record, whose first text is a version. */
function detect(head: Uint8Array): Grade {
  if (head[0] !== 0) return 'no';
  const reader = new BinaryReader();
  reader.set(head);
  reader.pos = 1;
  try {
    if (!/^\d+\.\d+(?:\.[\w.-]+)?$/.test(reader.text(64))) return 'no';
  } catch {
    return 'no';
  }
  try {
    reader.pos = 0;
    const { start } = readHead(reader);
    // 2001 to 2286: a start outside is none.
    return start > 1e12 && start < 1e13 ? 'sure' : 'maybe';
  } catch {
    // A version was read; what follows may be cut, or be of a layout that was never released.
    return 'maybe';
  }
}

function open(input: ByteInput, { note }: OpenOptions): Promise<SamplesReading> {
  return readSamples(input, {
    note,
    format: gatlingBinary.id,
    scanner: () => new GatlingBinaryScanner(),
    facts: ({ run }) => ({
      columns: columnsOf(run),
      tool: { name: 'Gatling', version: run.version },
      stamp: { meaning: 'start', basis: 'format', pairs: 0, againstStart: 0, againstEnd: 0 },
      loadTool: run.loadTool(),
    }),
    finished: ({ run, broken, lost, withoutRoom }) => {
      if (broken && run.requests === 0) {
        throw new HeimrError(
          'unusable',
          `${input.name} begins like a binary simulation.log of Gatling${run.version === null ? '' : ` ${run.version}`}, but byte ${broken.offset} cannot be read: ${broken.why}.`,
          'Heimr reads the layout of Gatling 3.13 and later releases; development versions before it had others.',
        );
      }
      noteRun(input.name, run, note);
      noteWithoutRoom(input.name, withoutRoom, note);
      if (broken) {
        note({
          id: 'corrupt',
          level: 'warning',
          file: input.name,
          what: `The log cannot be read from byte ${broken.offset} on (${broken.why}): ${lost} bytes are in no figure.`,
          why: 'Nothing in a binary log marks where a record begins, so reading cannot go on behind a broken one.',
          todo: 'Use a copy that is whole, if there is one.',
        });
      } else if (lost > 0) noteCut(input.name, lost, note);
    },
  });
}
