import fc from 'fast-check';
import { HEADER, T0 } from './jmeter-reading.js';

/** Random JTL files for properties: mostly sound, with everything in them that the fast path leaves to the slow one. */

function csv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Few, so that labels often are the URL of their row. */
const URLS = ['http://shop/?a=1&b=%20c', 'http://shop/?a,b'];
const label = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('P', 'P-0', 'P-1', 'P-0-0', 'GET /', 'Group 1-1', 'a, b') },
  { weight: 3, arbitrary: fc.constantFrom(...URLS, `http://shop/->${URLS[0]}`, `${URLS[1]}-0`, 'http://other/') },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', '日', '😀', ' ', '-', '0', '\0', ';'), maxLength: 9 }),
  },
);
const number = fc.oneof(
  { weight: 8, arbitrary: fc.nat(20_000).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '-1',
      ' 5',
      '7 ',
      '1.5',
      '0',
      '000',
      'x',
      '"12"',
      '123456789012345',
      '1234567890123456',
      '12345678901234567',
    ),
  },
);
const stamp = fc.oneof(
  { weight: 8, arbitrary: fc.nat(3000).map((ms) => String(T0 + ms)) },
  // Rows that begin with one another.
  { weight: 8, arbitrary: fc.nat(12).map((step) => String(T0 + step * 250)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '0',
      '1700000000',
      '0001700000000',
      '9999999999999',
      '4102444799999',
      '2023-11-14 22:13:20.5',
      '2023/11/14 22:13:20',
      '17000000000a0',
      '170000000000x',
      '17000000 0000',
      '"1700000000001"',
      '631152000000',
      '631152000250',
    ),
  },
);
const elapsed = fc.oneof(
  { weight: 8, arbitrary: fc.nat(900).map(String) },
  { weight: 8, arbitrary: fc.constantFrom('0', '1', '250', '500', '1500') },
  { weight: 1, arbitrary: fc.constantFrom('', '-3', '12.5', '999999999999', '2678400000', '2678400001', '99999999', '0012', ' 7', '1e3') },
);
const verdict = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('true', 'false') },
  { weight: 1, arbitrary: fc.constantFrom('TRUE', ' false', 'truely', 'fals', '', '"true"') },
);
const message = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('OK', '', 'Not Found', 'null') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'Number of samples in transaction : 2, number of failing samples : 0',
      'Number of samples in transaction',
      'Numbers',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 6 }) },
);
const code = fc.constantFrom('200', '404', '', '20', '2000', 'Non HTTP response code: x.Y', '200 ', 'a,b');
const thread = fc.constantFrom('T 1-1', 'T 1-2', '', 'T, 3', 'engine-T 1-10');
const address = fc.constantFrom('null', '', ...URLS, ...URLS);
const idle = fc.oneof({ weight: 8, arbitrary: fc.constant('0') }, { weight: 2, arbitrary: fc.constantFrom('100', '7', '', '-5', 'x') });
const type = fc.constantFrom('text', '', 'bin');

/** Columns by name, with what their fields can be. */
const COLUMNS: Record<string, fc.Arbitrary<string>> = {
  timeStamp: stamp,
  elapsed,
  label: fc.oneof({ weight: 12, arbitrary: label.map(csv) }, { weight: 1, arbitrary: fc.constantFrom('a"b', '"a""b"', 'P"', '"P"', '""') }),
  responseCode: code.map(csv),
  responseMessage: message.map(csv),
  threadName: thread.map(csv),
  dataType: type,
  success: verdict,
  failureMessage: fc.oneof(
    { weight: 5, arbitrary: message.map(csv) },
    { weight: 1, arbitrary: fc.constantFrom('a"b', 'a"b,c"', 'x""y', '"a""b"', '"a"b"') },
  ),
  bytes: number,
  sentBytes: number,
  grpThreads: number,
  allThreads: fc.oneof({ weight: 3, arbitrary: number }, { weight: 1, arbitrary: fc.constant('0') }),
  URL: address.map(csv),
  Latency: number,
  IdleTime: idle,
  Connect: number,
  SampleCount: fc.oneof(
    { weight: 10, arbitrary: fc.constant('1') },
    { weight: 1, arbitrary: fc.constantFrom('', '0', '3', '01', '1.0', '1000001') },
  ),
  ErrorCount: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('0', '1') },
    { weight: 1, arbitrary: fc.constantFrom('', '2', '9', '0.5', '01', 'x') },
  ),
  traceId: fc.constantFrom('abc', '', 'null'),
};

/** Sets of columns as files have them. */
const LAYOUTS: readonly (readonly string[])[] = [
  HEADER.split(','),
  [
    'timeStamp',
    'elapsed',
    'label',
    'responseCode',
    'responseMessage',
    'threadName',
    'success',
    'bytes',
    'allThreads',
    'Latency',
    'Connect',
  ],
  ['success', 'Latency', 'label', 'elapsed', 'timeStamp'],
  ['timeStamp', 'elapsed', 'label', 'threadName', 'dataType', 'success', 'URL'],
  ['timeStamp', 'elapsed', 'label', 'threadName', 'dataType', 'success', 'bytes', 'IdleTime'],
  ['timeStamp', 'elapsed', 'label', 'threadName', 'dataType', 'success', 'URL', 'IdleTime'],
  ['timeStamp', 'elapsed', 'label', 'threadName', 'success', 'URL'],
  ['timeStamp', 'elapsed', 'label', 'responseCode', 'threadName', 'success', 'SampleCount', 'ErrorCount', 'Connect', 'traceId'],
];

/** Lines that are no rows. */
const oddLine = fc.constantFrom(
  '',
  '  ',
  'garbage',
  '"a"b,c',
  '1,2',
  '"open',
  HEADER,
  'success;elapsed;timeStamp;label',
  'timeStamp,elapsed,elapsed,success',
  'timeStamp,elapsed,responseCode',
  ',,,,,,,,,,,,,,,,',
);

/** What the rows of a page override, line by line: the first is the page, the others may be its parts. */
const PAGE: readonly (readonly [after: number, elapsed: number, label: string, thread: string, url: string])[] = [
  [0, 500, 'P', 'T 1-1', 'http://shop/'],
  [0, 200, 'P-0', 'T 1-1', 'http://shop/'],
  [200, 250, 'P-1', 'T 1-1', 'http://shop/'],
  [200, 100, 'P-0', '', 'http://shop/'],
  [300, 150, 'P-1', 'T 1-1', 'http://shop/'],
  [450, 51, 'P-2', 'T 1-1', 'http://shop/'],
  [100, 100, 'http://shop/?a', '', 'http://shop/?a'],
  [100, 300, 'http://shop/->http://shop/?b', 'T 1-1', 'http://shop/?b'],
  [300, 30, 'P-0-0', 'T 1-1', 'http://shop/'],
];

/** A page and some of its parts, in order. */
function page(columns: readonly string[]): fc.Arbitrary<string[]> {
  const fields = fc.tuple(...columns.map((name) => COLUMNS[name]));
  const parts = fc.array(fc.tuple(fields, fc.boolean()), { minLength: PAGE.length, maxLength: PAGE.length });
  return fc.tuple(parts, fc.nat(3000)).map(([rows, start]) =>
    rows.flatMap(([values, kept], i) => {
      const [after, elapsed, label, thread, url] = PAGE[i];
      const own: Record<string, string> = {
        timeStamp: String(T0 + start + after),
        elapsed: String(elapsed),
        label,
        threadName: thread,
        URL: url,
        responseMessage: 'OK',
        success: 'true',
        SampleCount: '1',
      };
      return kept || i === 0 ? [columns.map((name, column) => own[name] ?? values[column]).join(',')] : [];
    }),
  );
}

/** A file: its text, and the delimiter in it. */
export const jtlText: fc.Arbitrary<string> = fc
  .record({
    columns: fc.constantFrom(...LAYOUTS),
    end: fc.constantFrom('\n', '\r\n', '\n', '\r'),
    delimiter: fc.constantFrom(',', ',', ',', ';', '\t', '|'),
    bom: fc.constantFrom('', '', '\uFEFF'),
    cut: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(60)),
  })
  .chain(({ columns, end, delimiter, bom, cut }) => {
    const row = fc.tuple(...columns.map((name) => COLUMNS[name])).chain((fields) =>
      fc.oneof(
        { weight: 20, arbitrary: fc.constant(fields.join(',')) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(`${fields.join(',')},`, `${fields.join(',')},x`, fields.slice(1).join(','), `${fields.join(',')}\r`),
        },
      ),
    );
    const rows = fc.array(
      fc.oneof(
        { weight: 15, arbitrary: row.map((text) => [text]) },
        { weight: 1, arbitrary: oddLine.map((text) => [text]) },
        { weight: 2, arbitrary: page(columns) },
      ),
      { minLength: 1, maxLength: 40 },
    );
    return rows.map((lines) => {
      const text = [columns.join(','), ...lines.flat(), ''].join(end).replaceAll(',', delimiter);
      return bom + text.slice(0, text.length - cut);
    });
  });
