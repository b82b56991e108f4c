/*
 * Writes a result file of a load tool, of about so many bytes, one request after the other as the tool itself would: 100 users, 20 labels,
 * 1 % failures. What a record holds was taken from files that the tools wrote (docs/parsers names the versions).
 *
 * node bench/generate-format.mjs --format k6-json --bytes 500000000 --out FILE [--seed 1] [--gap 2]
 */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const START = 1_756_103_749_000;
const NAMES = Array.from({ length: 20 }, (_, i) => `${i % 3 ? 'GET' : 'POST'} ${['orders', 'carts', 'items', 'users'][i % 4]} v${i}`);
const URLS = NAMES.map((name, i) => `https://shop.example/api/${name.split(' ')[1]}/v${i}`);

/** xorshift32 in 0..1. */
function seeded(seed) {
  let x = (seed * 2654435761) >>> 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

/** Requests in the order of their starts, so many ms apart on average. */
function* requests(seed, gap) {
  const random = seeded(seed);
  for (let i = 0, start = START; ; i++) {
    start += random() * 2 * gap;
    const label = Math.floor(random() ** 2 * NAMES.length);
    const duration = (4 + label) * Math.exp(random() + random() - 1);
    yield { i, start, duration, label, name: NAMES[label], url: URLS[label], ok: random() >= 0.01, user: i % 100, random };
  }
}

const hex = (random, length) =>
  Array.from({ length: length / 8 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
const K6_TIMES = [
  ['http_req_duration', (d) => d],
  ['http_req_blocked', () => 0.009037],
  ['http_req_connecting', () => 0],
  ['http_req_tls_handshaking', () => 0],
  ['http_req_sending', () => 0.031],
  ['http_req_waiting', (d) => d - 0.1],
  ['http_req_receiving', () => 0.069],
];
const ms = (value) => Number(value.toFixed(6));

/** `head`, then for each request `record`, then `tail`. */
const FORMATS = {
  'k6-json': {
    head: () =>
      ['http_reqs', 'http_req_duration', 'http_req_failed', 'vus']
        .map(
          (name) =>
            `${JSON.stringify({ type: 'Metric', data: { name, type: 'trend', contains: 'default', thresholds: [], submetrics: null }, metric: name })}\n`,
        )
        .join(''),
    record: (r, traced) => {
      const time = `${new Date(r.start + r.duration).toISOString().slice(0, -1)}${String(r.i % 1e6).padStart(6, '0')}Z`;
      const tags = `"tags":{"expected_response":"${r.ok}","group":"","method":"${r.name.split(' ')[0]}","name":"${r.name}","proto":"HTTP/1.1","scenario":"steady","status":"${r.ok ? 200 : 503}","url":"${r.url}"}`;
      const end = `${tags}${traced ? `,"metadata":{"trace_id":"${hex(r.random, 32)}"}` : ''}}}\n`;
      const point = (metric, value) => `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},${end}`;
      const plain = (metric, value) =>
        `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},"tags":{"group":"","scenario":"steady"}}}\n`;
      let text = point('http_reqs', 1);
      for (const [metric, value] of K6_TIMES) text += point(metric, ms(value(r.duration)));
      text += point('http_req_failed', r.ok ? 0 : 1);
      text +=
        plain('checks', 1) +
        plain('data_sent', 93) +
        plain('data_received', 741) +
        plain('iteration_duration', ms(r.duration + 1)) +
        plain('iterations', 1);
      return r.i % 500 ? text : text + plain('vus', 100) + plain('vus_max', 100);
    },
  },
  'k6-csv': {
    head: () =>
      'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n',
    record: (r) => {
      const time = Math.floor((r.start + r.duration) / 1000);
      const tags = `,,,,${r.ok},,${r.name.split(' ')[0]},${r.name},HTTP/1.1,steady,,${r.ok ? 200 : 503},,,${r.url},,\n`;
      let text = `http_reqs,${time},1.000000${tags}`;
      for (const [metric, value] of K6_TIMES) text += `${metric},${time},${value(r.duration).toFixed(6)}${tags}`;
      text += `http_req_failed,${time},${r.ok ? 0 : 1}.000000${tags}`;
      for (const metric of ['data_sent', 'data_received', 'iteration_duration', 'iterations'])
        text += `${metric},${time},93.000000,,,,,,,,,steady,,,,,,,\n`;
      return text;
    },
  },
  'gatling-text': {
    head: () => `RUN\tshop.Simulation\tsimulation\t${START}\t \t3.10.5\nUSER\tShop\tSTART\t${START}\n`,
    record: (r) => {
      const start = Math.floor(r.start);
      const end = start + Math.round(r.duration);
      return `REQUEST\t\t${r.name}\t${start}\t${end}\t${r.ok ? 'OK\t ' : 'KO\tstatus.find.is(200), but actually found 503'}\n${r.i % 10 ? '' : `USER\tShop\tSTART\t${end}\nUSER\tShop\tEND\t${end}\n`}`;
    },
  },
  'gatling-binary': {
    head: () =>
      Buffer.concat([Buffer.from([0]), text('3.14.3'), text('shop.Simulation'), long(START), text(''), int(1), text('Shop'), int(0)]),
    record: (r) => {
      const parts = [Buffer.from([1]), int(0)];
      // A text is written out the first time, under the next free number.
      const numbers = (FORMATS['gatling-binary'].numbers ??= new Map());
      const cached = (value) => {
        const number = numbers.get(value);
        if (number !== undefined) return [int(-number)];
        numbers.set(value, numbers.size + 1);
        return [int(numbers.size), text(value)];
      };
      parts.push(...cached(r.name));
      parts.push(int(Math.floor(r.start - START)), int(Math.floor(r.start - START) + Math.round(r.duration)), Buffer.from([r.ok ? 1 : 0]));
      parts.push(...cached(r.ok ? '' : 'status.find.is(200), but actually found 503'));
      return Buffer.concat(parts);
    },
  },
  'jmeter-xml': {
    head: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n',
    record: (r) =>
      `<httpSample t="${Math.round(r.duration)}" it="0" lt="${Math.round(r.duration) - 1}" ct="1" ts="${Math.floor(r.start)}" s="${r.ok}" lb="${r.name}" rc="${r.ok ? 200 : 503}" rm="${r.ok ? 'OK' : 'Service Unavailable'}" tn="Thread Group 1-${r.user + 1}" dt="text" by="741" sby="93" ng="100" na="100">\n  <java.net.URL>${r.url}</java.net.URL>\n</httpSample>\n`,
    tail: '</testResults>\n',
  },
  har: {
    head: () => '{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"pages":[],"entries":[\n',
    record: (r) =>
      `${r.i ? ',' : ''}${JSON.stringify({
        startedDateTime: new Date(r.start).toISOString(),
        time: ms(r.duration),
        request: {
          method: r.name.split(' ')[0],
          url: r.url,
          httpVersion: 'h2',
          headers: [{ name: 'accept', value: '*/*' }],
          cookies: [],
          queryString: [],
          headersSize: 93,
          bodySize: 0,
        },
        response: {
          status: r.ok ? 200 : 503,
          statusText: '',
          httpVersion: 'h2',
          headers: [{ name: 'content-type', value: 'text/html' }],
          cookies: [],
          redirectURL: '',
          headersSize: 120,
          bodySize: 741,
          content: { size: 5000, mimeType: 'text/html', text: BODY },
        },
        cache: {},
        timings: { blocked: 0.1, dns: -1, connect: -1, ssl: -1, send: 0.1, wait: ms(r.duration - 0.4), receive: 0.2 },
      })}\n`,
    tail: ']}}\n',
  },
  'locust-requests': {
    head: () => 'timestamp,request_type,name,response_time_ms,response_length,status_code,exception\n',
    record: (r) =>
      `${(r.start / 1000).toFixed(6)},GET,${r.name},${r.duration.toFixed(2)},741,${r.ok ? 200 : 503},${r.ok ? '' : '"HTTPError(\'503 Server Error: Service Unavailable\')"'}\n`,
  },
};
FORMATS['k6-json-traces'] = { head: FORMATS['k6-json'].head, record: (r) => FORMATS['k6-json'].record(r, true) };
const BODY = '<div class="item"><a href="/item/1">Item</a>\n</div>'.repeat(100);

function int(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
function long(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
/** Length, bytes, coding: a text of the binary log. */
function text(value) {
  return value === '' ? int(0) : Buffer.concat([int(value.length), Buffer.from(value, 'latin1'), Buffer.from([0])]);
}

/** Ids of {@link generateFormat}. */
export const formats = Object.keys(FORMATS);

/** Writes the file whole or not at all, a little longer than asked. @param gap ms between two requests, on average */
export function generateFormat({ format, bytes, out, seed = 1, gap = 2 }) {
  const { head, record, tail = '' } = FORMATS[format];
  FORMATS[format].numbers = undefined;
  const fd = openSync(`${out}.part`, 'w');
  let [written, pending, size] = [0, [head()], 0];
  const flush = () => {
    written += writeSync(fd, typeof pending[0] === 'string' ? pending.join('') : Buffer.concat(pending));
    [pending, size] = [[], 0];
  };
  for (const request of requests(seed, gap)) {
    const next = record(request);
    pending.push(next);
    size += next.length;
    if (size > 1 << 20 || written + size > bytes) flush();
    if (written > bytes) break;
  }
  if (tail) writeSync(fd, tail);
  closeSync(fd);
  renameSync(`${out}.part`, out);
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  const { values } = parseArgs({
    options: {
      format: { type: 'string' },
      bytes: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      gap: { type: 'string', default: '2' },
    },
  });
  if (!formats.includes(values.format) || !values.bytes || !values.out)
    throw new Error(`usage: generate-format.mjs --format ${formats.join('|')} --bytes N --out FILE [--seed N] [--gap MS]`);
  generateFormat({
    format: values.format,
    bytes: Number(values.bytes),
    out: values.out,
    seed: Number(values.seed),
    gap: Number(values.gap),
  });
}
