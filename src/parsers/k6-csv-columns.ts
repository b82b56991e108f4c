import { decodeText, undoubleQuotes } from '../decode/byte-text.js';
import type { RecordFields } from '../decode/csv-record.js';
import { type K6Tags, tagsOf } from './k6-tags.js';

/** Where the columns of a k6 CSV lie; which tags there are depends on `--system-tags`. */
export interface K6Columns {
  names: readonly string[];
  metric: number;
  time: number;
  value: number;
  extraTags: number;
  metadata: number;
}

/** @returns null where the header is not k6's */
export function columnsOfHeader(names: readonly string[]): K6Columns | null {
  const at = (name: string): number => names.indexOf(name);
  const columns = {
    names,
    metric: at('metric_name'),
    time: at('timestamp'),
    value: at('metric_value'),
    extraTags: at('extra_tags'),
    metadata: at('metadata'),
  };
  return columns.metric < 0 || columns.time < 0 || columns.value < 0 ? null : columns;
}

/** Text of a field, unquoted; '' if the record has no such field. */
export function fieldOf(bytes: Uint8Array, fields: RecordFields, column: number): string {
  if (column < 0 || column >= fields.count) return '';
  const from = fields.from[column] as number;
  const to = fields.to[column] as number;
  if (fields.quoting[column] !== 2) return decodeText(bytes, from, to);
  const plain = undoubleQuotes(bytes, from, to);
  return decodeText(plain, 0, plain.length);
}

/** Tags of a record. Extra tags and metadata are `k=v&k=v`, not escaped: the first `=` parts name and value. */
export function tagsOfRecord(bytes: Uint8Array, fields: RecordFields, columns: K6Columns, traceIdNames: readonly string[]): K6Tags {
  const extra = pairs(fieldOf(bytes, fields, columns.extraTags));
  const metadata = pairs(fieldOf(bytes, fields, columns.metadata));
  const get = (name: string): string => {
    const column = columns.names.indexOf(name);
    return (column < 0 ? '' : fieldOf(bytes, fields, column)) || (extra.get(name) ?? '');
  };
  return tagsOf(get, (name) => metadata.get(name) ?? '', traceIdNames);
}

function pairs(text: string): Map<string, string> {
  const found = new Map<string, string>();
  if (text === '') return found;
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) found.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return found;
}
