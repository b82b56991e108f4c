import { type BinaryReader, CorruptBytes } from '../decode/binary-reader.js';
import { cutTo } from './gatling-names.js';

/** Longest text; Gatling cuts none, but no name or message is longer. */
export const MAX_TEXT: number = 1 << 20;
const MAX_SCENARIOS = 100_000;
const MAX_ASSERTIONS = 100_000;
const MAX_ASSERTION = 1 << 20;
/** Characters of a scenario's name that are kept. */
const MAX_SCENARIO = 200;
/** Latest start that is one: the year 5138. */
const MAX_START = 1e14;

/** Head of the file. */
export interface BinaryHead {
  version: string;
  /** Start of the run, ms since the epoch; all other times count from here. */
  start: number;
  /** End of a message that nobody waited for: Long.MinValue less the start, cut to 32 bits. */
  unmatched: number;
  scenarios: string[];
}

/**
 * Reads the RUN record.
 * @throws CorruptBytes, MoreBytes
 */
export function readHead(reader: BinaryReader): BinaryHead {
  if (reader.byte() !== 0) throw new CorruptBytes('no RUN record at the beginning');
  const version = reader.text(64);
  // The name of the simulation; behind the start, the description.
  reader.text(MAX_TEXT);
  const start = reader.int64();
  if (!(start >= 0 && start < MAX_START)) throw new CorruptBytes('a start that is no time');
  reader.text(MAX_TEXT);
  const scenarios: string[] = [];
  const count = reader.int32();
  if (count < 0 || count > MAX_SCENARIOS) throw new CorruptBytes(`${count} scenarios`);
  for (let i = 0; i < count; i++) scenarios.push(cutTo(reader.text(MAX_TEXT), MAX_SCENARIO));
  const assertions = reader.int32();
  if (assertions < 0 || assertions > MAX_ASSERTIONS) throw new CorruptBytes(`${assertions} assertions`);
  for (let i = 0; i < assertions; i++) {
    const length = reader.int32();
    if (length < 0 || length > MAX_ASSERTION) throw new CorruptBytes(`an assertion of ${length} bytes`);
    reader.skip(length);
  }
  return { version, start, unmatched: -(start % 2 ** 32) | 0, scenarios };
}
