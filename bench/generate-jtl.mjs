/*
 * Writes a JTL as JMeter 5 would have: 17 columns, 200 threads that send one request after the other for an hour, rows in the
 * order in which requests end but stamped with their start, a ramp in the first twelfth, about 1 % failures of several kinds, 0.7 % of the rows with a quoted
 * message that holds newlines.
 *
 * node bench/generate-jtl.mjs --rows 10000000 --labels 20 --out FILE [--seconds 3600] [--seed 1]
 */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n';
const [THREADS, START] = [200, 1_700_000_000_000];
const NOUNS = ['orders', 'carts', 'items', 'users', 'search', 'stock', 'prices', 'reviews', 'login', 'pay'];

/** xorshift32 in 0..1: the generator must not be what takes the time. */
function seeded(seed) {
  let x = (seed * 2654435761) >>> 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

/** Label names and their median latencies, 4 to 40 ms. */
function labelsOf(count) {
  return Array.from({ length: count }, (_, i) => ({
    name: `${i % 3 ? 'GET' : 'POST'} /api/${NOUNS[i % 10]}/v${Math.floor(i / 10)}`,
    url: `https://shop.example.com/store/api/${NOUNS[i % 10]}/v${Math.floor(i / 10)}`,
    median: 4 * 10 ** (i / count),
  }));
}

/** Code, message, verdict and failure message of a failure, and how long it took. */
function failureOf(random, elapsed) {
  const which = random();
  const said = (got) => `"Test failed: code expected to equal /\n\n****** received  : [[[${got}]]]\n\n****** comparison: [[[200]]]\n\n/"`;
  if (which < 0.5) return [elapsed, `500,Internal Server Error`, said(500)];
  if (which < 0.7) return [elapsed, `404,Not Found`, said(404)];
  if (which < 0.9) return [2000, 'Non HTTP response code: java.net.SocketTimeoutException,Non HTTP response message: Read timed out', ''];
  return [elapsed, `503,Service Unavailable`, ''];
}

/** Writes the file whole or not at all. */
export function generateJtl({ rows, labels, out, seconds = 3600, seed = 1 }) {
  const ramp = (seconds * 1000) / 12;
  const random = seeded(seed);
  const kinds = labelsOf(labels);
  const fd = openSync(`${out}.part`, 'w');
  // Rows end in order of a heap over the threads' next ends; pauses make the run last as long as asked whatever its rows.
  const pause = Math.max(0, ((seconds * 1000 - ramp / 2) * THREADS) / rows - 24);
  const heap = Array.from({ length: THREADS }, (_, thread) => thread);
  const [ends, starts, lines] = [new Float64Array(THREADS), new Float64Array(THREADS), new Array(THREADS)];
  const next = (thread, from) => {
    const kind = kinds[Math.floor(random() ** 2 * labels)];
    const start = Math.floor(from - pause * Math.log(1 - random()));
    const cold = start - START < ramp / 5 ? 1.5 : 1;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let elapsed = Math.round(kind.median * cold * Math.exp(0.7 * normal));
    let [verdict, failure, ok] = ['200,OK', '', true];
    if (random() < 0.01) [elapsed, verdict, failure, ok] = [...failureOf(random, elapsed), false];
    const active = Math.min(THREADS, Math.floor((start - START) / (ramp / THREADS)) + 1);
    starts[thread] = start;
    ends[thread] = start + elapsed;
    const connect = random() < 0.02 ? Math.min(elapsed, 3) : 0;
    lines[thread] =
      `${start},${elapsed},${kind.name},${verdict},Thread Group 1-${thread + 1},text,${ok},${failure},${500 + Math.floor(random() * 9000)},${200 + (thread & 63)},${active},${active},${kind.url},${Math.max(0, elapsed - (elapsed >> 3))},0,${connect}\n`;
  };
  const sink = (i) => {
    for (let child; (child = 2 * i + 1) < THREADS; i = child) {
      if (child + 1 < THREADS && ends[heap[child + 1]] < ends[heap[child]]) child++;
      if (ends[heap[i]] <= ends[heap[child]]) return;
      [heap[i], heap[child]] = [heap[child], heap[i]];
    }
  };
  for (let thread = 0; thread < THREADS; thread++) next(thread, START + thread * (ramp / THREADS));
  for (let i = THREADS >> 1; i >= 0; i--) sink(i);
  let text = HEADER;
  for (let row = 0; row < rows; row++) {
    const thread = heap[0];
    text += lines[thread];
    next(thread, ends[thread]);
    sink(0);
    if (text.length > 1 << 20) {
      writeSync(fd, text);
      text = '';
    }
  }
  writeSync(fd, text);
  closeSync(fd);
  renameSync(`${out}.part`, out);
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string' },
      labels: { type: 'string', default: '20' },
      out: { type: 'string' },
      seconds: { type: 'string', default: '3600' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (!values.rows || !values.out) throw new Error('usage: generate-jtl.mjs --rows N --labels N --out FILE [--seconds N] [--seed N]');
  generateJtl({
    rows: Number(values.rows),
    labels: Number(values.labels),
    out: values.out,
    seconds: Number(values.seconds),
    seed: Number(values.seed),
  });
}
