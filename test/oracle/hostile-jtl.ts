/*
 * A small JTL that is legal and nasty: quoted labels and messages with commas, quotes and newlines, latencies at the edges of
 * histogram buckets, every class of failure, transactions between their requests, a second header, rows in order of completion
 * (so not of start). Each thread sends one request after the other, as JMeter does, so that stamps can be told to be starts.
 */

/** mulberry32: small, seeded, the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect';
/** "Group 1-1" looks like a sub-result and is none; one label holds the file's delimiter, one a quote, one raw newlines. */
const LABELS = [
  'plain',
  'a, b',
  'say ""hi""',
  'two\nlines',
  'two\r\nlines, ""quoted""',
  'Group 1-1',
  'ünïcode 標籤 🐍',
  ' spaced ',
  "it's",
  '"'.repeat(2),
];
const FAILURES: [code: string, message: string, failure: string][] = [
  ['404', 'Not Found', ''],
  ['429', 'Too Many Requests', ''],
  ['500', 'Internal Server Error', ''],
  ['503', 'Service, unavailable', ''],
  ['Non HTTP response code: java.net.SocketTimeoutException', 'Non HTTP response message: Read timed out', ''],
  ['Non HTTP response code: org.apache.http.conn.ConnectTimeoutException', 'Non HTTP response message: Connect timed out', ''],
  ['Non HTTP response code: java.net.UnknownHostException', 'Non HTTP response message: nowhere', ''],
  ['Non HTTP response code: javax.net.ssl.SSLHandshakeException', 'Non HTTP response message: no', ''],
  ['Non HTTP response code: org.apache.http.NoHttpResponseException', 'Non HTTP response message: x failed to respond', ''],
  ['200', 'OK', 'Test failed: text expected to contain /a,""b""/\n\t***** received: [[[none]]]\r\nend'],
  ['200', 'Embedded resource download error:http://x/y code:404 message:Not Found, ', ''],
  ['', '', ''],
  ['custom', 'x', ''],
];

/** Powers of two, the numbers around them, and the edges of buckets inside an octave. */
function edgeLatency(random: () => number): number {
  const octave = 2 ** Math.floor(random() * 17);
  const width = Math.max(1, octave / 128);
  return Math.max(0, octave + Math.floor(random() * 128) * width + Math.floor(random() * 3) - 1);
}

/** What the generator knows of the file it made. */
export interface HostileFile {
  text: string;
  records: number;
  transactions: number;
}

/**
 * @param newline line end between records (the ones inside fields stay as they are)
 * @param latencyOf latencies; edges of buckets by default
 */
export function hostileJtl(
  seed: number,
  rows: number,
  newline: '\n' | '\r\n',
  latencyOf: (random: () => number) => number = edgeLatency,
): HostileFile {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const quote = (text: string): string => (/[,"\r\n]/.test(text) ? `"${text}"` : text);
  const clock = Array.from({ length: 12 }, () => 1_700_000_000_000 + Math.floor(random() * 5000));
  const records: { end: number; text: string }[] = [];
  let transactions = 0;
  for (let i = 0; i < rows; i++) {
    const thread = Math.floor(random() * clock.length);
    const [start, elapsed] = [clock[thread] as number, latencyOf(random)];
    const end = start + elapsed;
    clock[thread] = end + Math.floor(random() * 40);
    const failed = random() < 0.1;
    const [code, message, failure] = failed ? pick(FAILURES) : ['200', 'OK', ''];
    const [ttfb, connect] = [Math.floor(elapsed * random()), random() < 0.2 ? Math.floor(elapsed / 3) : 0];
    const name = quote(`Ümläut, group ${thread % 3}-${thread}`);
    records.push({
      end,
      text: [
        start,
        elapsed,
        quote(pick(LABELS)),
        code,
        quote(message),
        name,
        'text',
        !failed,
        quote(failure),
        Math.floor(random() * 1e6),
        120,
        4,
        clock.length,
        'http://x/?a=1',
        ttfb,
        0,
        connect,
      ].join(),
    });
    if (random() < 0.05) {
      transactions++;
      records.push({
        end,
        text: `${start},${elapsed},checkout,200,"Number of samples in transaction : 1, number of failing samples : 0",${name},,true,,9,9,4,12,null,1,0,1`,
      });
    }
  }
  records.sort((a, b) => a.end - b.end);
  const lines = records.map((record) => record.text);
  lines.splice(Math.floor(rows / 2), 0, HEADER);
  return { text: [HEADER, ...lines].join(newline), records: records.length, transactions };
}
