import type { Columns } from './jmeter-columns.js';
import type { StampRule } from './jmeter-stamps.js';
import type { TextLimits } from './jmeter-texts.js';

/** All that is decided from the head of a file before its rows are read; the same for every range of its bytes. */
export interface Layout {
  columns: Columns;
  stamps: StampRule;
  /** True if the stamps are ends. */
  endStamps: boolean;
  /** True to take rows of one sample whatever their start, so that reading as starts and as ends gives the same rows. */
  anyStart?: boolean;
  /** True if the stamps are cut to whole seconds. */
  wholeSeconds?: boolean;
  /** True if there is nothing but transactions, so that they are what is counted. */
  onlyTransactions?: boolean;
  /** Names of trace id columns, for headers further down. */
  traceIdColumns: readonly string[];
  /** Physical line of the first byte. */
  firstLine: number;
  /** Limits of texts, if not the usual ones. */
  limits?: TextLimits;
  /** Rows in a batch, if not the usual number. */
  capacity?: number;
  /** How rows are read that need no complete rules, if not as usual; false: all rows need them. */
  fastPath?: 'index' | 'rows' | false;
}
