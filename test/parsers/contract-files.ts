import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const encoder = new TextEncoder();
const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(join(FIXTURES, path)));

/** A text in the form of Gatling's binary log: length, bytes, coding. */
function text(value: string): number[] {
  const bytes = [...encoder.encode(value)];
  return bytes.length === 0 ? int(0) : [...int(bytes.length), ...bytes, 0];
}
const int = (value: number): number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** A binary log of 40 requests in a group, one in ten failed; written by the layout in docs/parsers/gatling-binary.md. */
function binaryLog(): Uint8Array {
  const start = 1_756_103_749_149;
  const bytes = [0, ...text('3.14.3'), ...text('a.Simulation'), ...int(Math.floor(start / 2 ** 32)), ...int(start % 2 ** 32), ...text('')];
  bytes.push(...int(1), ...text('Shop'), ...int(0), 2, ...int(0), 1, ...int(5));
  for (let i = 0; i < 40; i++) {
    const failed = i % 10 === 9;
    bytes.push(1, ...int(1), ...(i === 0 ? [...int(1), ...text('Cart')] : int(-1)), ...(i === 0 ? [...int(2), ...text('Add')] : int(-2)));
    bytes.push(...int(100 + i * 50), ...int(100 + i * 50 + 20 + i), failed ? 0 : 1);
    if (failed) bytes.push(...(i === 9 ? [...int(4), ...text('status.find.is(200), but actually found 503')] : int(-4)));
    else bytes.push(...(i === 0 ? [...int(3), ...int(0)] : int(-3)));
  }
  bytes.push(3, ...int(1), ...int(-1), ...int(100), ...int(2200), ...int(1580), 0, 2, ...int(0), 0, ...int(2300));
  return Uint8Array.from(bytes);
}

function textLog(): Uint8Array {
  const lines = ['ASSERTION\tAAECAAIFAAAAAAAAAFlA', 'RUN\ta.Simulation\tsim\t1756103749000\t \t3.10.5', 'USER\tShop\tSTART\t1756103749001'];
  for (let i = 0; i < 40; i++) {
    const start = 1_756_103_749_100 + i * 50;
    const end = i % 10 === 9 ? `KO\tstatus.find.is(200), but actually found 503` : 'OK\t ';
    lines.push(`REQUEST\tCart\tAdd\t${start}\t${start + 20 + i}\t${end}`);
  }
  lines.push(
    'GROUP\tCart\t1756103749100\t1756103751300\t1580\tKO',
    'ERROR\tNo attribute named x\t1756103751300',
    'USER\tShop\tEND\t1756103751301',
    '',
  );
  return encoder.encode(lines.join('\n'));
}

function harFile(): Uint8Array {
  const entries = Array.from({ length: 40 }, (_, i) => ({
    startedDateTime: new Date(1_756_103_749_100 + (i % 2 === 0 ? i + 1 : i - 1) * 50).toISOString(),
    time: 20 + i,
    request: {
      method: 'GET',
      url: `https://shop.example/item/${i % 3}?id=${i}`,
      headersSize: 100,
      bodySize: 0,
      headers: [{ name: 'a', value: 'b "c" \\ ü' }],
    },
    response: {
      status: i % 10 === 9 ? 503 : 200,
      statusText: i % 10 === 9 ? 'Unavailable' : 'OK',
      headersSize: -1,
      bodySize: -1,
      _transferSize: 500 + i,
      content: { size: 3, text: '<a href=\\"x\\">\n"}]},' },
    },
    timings: { blocked: 1, dns: -1, connect: -1, ssl: -1, send: 1, wait: 10 + i, receive: 8 },
  }));
  return encoder.encode(JSON.stringify({ log: { version: '1.2', creator: { name: 'by hand', version: '1' }, pages: [], entries } }));
}

function xmlFile(): Uint8Array {
  const samples = Array.from({ length: 40 }, (_, i) => {
    const start = 1_756_103_749_100 + i * 50;
    const failed = i % 10 === 9;
    const attributes = `t="${20 + i}" it="0" lt="${10 + i}" ct="1" ts="${start}" s="${!failed}" lb="Add &amp; &lt;go&gt; ${i % 3}" rc="${failed ? 503 : 200}" rm="OK" tn="Thread 1-1" dt="text" by="500" sby="100" ng="1" na="1"`;
    const inner =
      i % 4 === 0 ? `<httpSample t="5" lt="4" ts="${start}" s="true" lb="part" rc="200" rm="OK" tn="Thread 1-1" dt="text" by="1"/>` : '';
    const assertion = failed
      ? '<assertionResult><name>a</name><failure>true</failure><error>false</error><failureMessage>not &lt;200&gt;</failureMessage></assertionResult>'
      : '';
    return `<httpSample ${attributes}>\n  ${assertion}${inner}<responseData class="java.lang.String"><![CDATA[<httpSample t="1"/>]]></responseData>\n  <java.net.URL>https://shop.example/${i}</java.net.URL>\n</httpSample>\n`;
  });
  return encoder.encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n<!-- > -->${samples.join('')}</testResults>\n`,
  );
}

/** One small file of each format that holds requests, by the id of its parser. A parser without an entry fails the contract. */
export const contractFiles: Readonly<Record<string, () => Uint8Array>> = {
  'gatling-binary': binaryLog,
  'gatling-text': textLog,
  har: harFile,
  'jmeter-csv': () => bytesOf('jmeter/5.6.3/transactions/results.jtl'),
  'jmeter-xml': xmlFile,
  'k6-csv': () => bytesOf('k6/lab/pool-exhaustion/points.csv'),
  'k6-json': () => bytesOf('k6/lab/pool-exhaustion/points.json'),
  'k6-summary': () => bytesOf('k6/lab/pool-exhaustion/summary.json'),
  'locust-exceptions': () => bytesOf('locust/2.47.0/full-history/run_exceptions.csv'),
  'locust-failures': () => bytesOf('locust/2.47.0/names/run_failures.csv'),
  'locust-history': () => bytesOf('locust/2.47.0/healthy/run_stats_history.csv'),
  'locust-json': () => bytesOf('locust/2.47.0/healthy/run.json'),
  'locust-requests': () => bytesOf('locust/2.47.0/healthy/run_requests.csv'),
  'locust-stats': () => bytesOf('locust/2.47.0/healthy/run_stats.csv'),
};
