import { jmeterCsv } from './jmeter-csv.js';
import type { Parser } from './parser.js';

/** Every format that is read. Order carries no meaning: detection grades them all. */
export const parsers: readonly Parser[] = [jmeterCsv];
