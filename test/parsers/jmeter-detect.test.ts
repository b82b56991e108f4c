import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jmeterCsv } from '../../src/parsers/jmeter-csv.js';
import { bytesOf, file, HEADER, line } from './jmeter-reading.js';

const grade = (text: string | Uint8Array) =>
  jmeterCsv.detect((typeof text === 'string' ? bytesOf(text) : text).subarray(0, 65_536), 'whatever.bin');

describe('detect', () => {
  it.each([
    ['a whole file', file(line())],
    ['a header alone', HEADER],
    ['a byte order mark', `\uFEFF${file(line())}`],
    ['tabs', HEADER.replaceAll(',', '\t')],
    ['semicolons', 'elapsed;timeStamp'],
    ['another letter case', 'timestamp,Elapsed,label,success\n'],
    ['no header', `${line()}\n`],
    ['no header and dates', '2024/02/29 12:00:00,14,x,200,OK,G 1-1,text,true,3478\n'],
  ])('is sure of %s', (_, text) => {
    expect(grade(text)).toBe('sure');
  });

  it('is sure of a long file of which only the head is seen', () => {
    expect(grade(file(...Array.from({ length: 2000 }, () => line())))).toBe('sure');
    expect(grade(Array.from({ length: 2000 }, () => `${line()}\n`).join(''))).toBe('sure');
  });

  it.each([
    ['without times', 'label,responseCode,responseMessage,threadName,success\nx,200,OK,T,true\n'],
    ['without elapsed', `${HEADER.replace('elapsed,', '')}\n`],
  ])('claims a header of JMeter %s, so that it can say what is missing', (_, text) => {
    expect(grade(text)).toBe('maybe');
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello world\n'],
    ['JSON', '{"type":"Metric","metric":"elapsed","data":{"timeStamp":1}}\n'],
    ['XML', '<?xml version="1.0"?>\n<testResults version="1.2">\n'],
    ['CSV of k6', 'metric_name,timestamp,metric_value,check,error\nhttp_reqs,1749852395,1.000000,,\n'],
    ['statistics of Locust', 'Timestamp,User Count,Type,Name,Requests/s\n1772849612,0,,Aggregated,0.0\n'],
    ['other CSV', 'label,value\nx,1\n'],
    ['bytes', new Uint8Array([0, 0, 0, 6, 51, 46, 49, 52, 46, 51])],
  ])('does not claim %s', (_, text) => {
    expect(grade(text)).toBe('no');
  });
});

const SAMPLES = '../shared/samples';

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

if (!existsSync(SAMPLES)) console.log(`skipped: detection of real files, because ${SAMPLES} is missing`);

describe.skipIf(!existsSync(SAMPLES))('detection of real files', () => {
  const all = existsSync(SAMPLES) ? files(SAMPLES) : [];
  const claimed: Record<string, string> = { 'jms_tests.csv': 'maybe', 'samplecount_errorcount_filename.csv': 'maybe', 'empty.jtl': 'no' };

  it.each(all)('%s', (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const bytes = new Uint8Array(readFileSync(path));
    const head = path.endsWith('.gz') ? new Uint8Array(gunzipSync(bytes)) : bytes;
    const ours = path.includes('/jmeter-csv/') || name === 'taurus_locust-kpi.jtl';
    expect(grade(head)).toBe(ours ? (claimed[name] ?? 'sure') : 'no');
  });
});
