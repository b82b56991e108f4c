/** Columns of the CSV file that Locust's request logger writes, by position; -1 = not there. */
export interface RequestColumns {
  count: number;
  timestamp: number;
  method: number;
  name: number;
  time: number;
  length: number;
  code: number;
  exception: number;
  success: number;
  /** True if they are those of the logger, in its order. */
  usual: boolean;
}

const USUAL = ['timestamp', 'request_type', 'name', 'response_time_ms', 'response_length', 'status_code', 'exception'];

/** @returns null where what any request needs is missing */
export function requestColumns(names: readonly string[]): RequestColumns | null {
  const at = (...spellings: string[]): number => names.findIndex((name) => spellings.includes(name));
  const columns: RequestColumns = {
    count: names.length,
    timestamp: at('timestamp'),
    method: at('request_type'),
    name: at('name'),
    time: at('response_time_ms'),
    length: at('response_length'),
    code: at('status_code', 'status'),
    exception: at('exception'),
    success: at('success'),
    usual: names.length === USUAL.length && names.every((name, i) => name === USUAL[i]),
  };
  return Math.min(columns.timestamp, columns.method, columns.name, columns.time) < 0 ? null : columns;
}

/** Whether a record is a header once more: files of several injectors were put together. */
export function isRequestHeader(names: readonly string[]): boolean {
  return requestColumns(names) !== null;
}
