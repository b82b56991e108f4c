import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFile, newFolder } from '../input/files.js';
import { heimr, jtl } from './command.js';

const COLUMNS =
  'timestamp,latency,label,error_code,response_message,success,bytes_in,bytes_out,connect,ttfb,thread,trace_id,kind,weight,failed,file,line';

/** A JMeter file with these rows: label, code, message, thread, failure message. */
function withRows(rows: readonly string[]): string {
  return newFile(
    `timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,failureMessage,bytes,Latency\n${rows.map((row, i) => `${1_763_632_800_000 + i},12,${row},100,7\n`).join('')}`,
  );
}

test('rows are printed in the normalized columns', async () => {
  const file = newFile(jtl(20));
  const { code, stdout, stderr } = await heimr(['samples', file]);
  const lines = stdout.split('\n');
  expect(lines[0]).toBe(COLUMNS);
  expect(lines[1]).toBe(`1763632800000000,20,GET /a,200,OK,true,1000,200,3,15,users 1-1,,request,1,0,${file},2`);
  expect(lines[20]).toBe(`1763632801900000,83,POST /b,500,Internal Server Error,false,1000,200,0,15,users 1-5,,request,1,1,${file},21`);
  expect(lines).toHaveLength(22);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('cells are quoted as RFC 4180 says, and are otherwise exact', async () => {
  const { stdout } = await heimr(['samples', withRows(['"a, ""b""\nc",200,OK,t 1-1,true,', '=1+1,200, OK ,t 1-1,true,'])]);
  expect(stdout).toContain(',"a, ""b""\nc",200,');
  expect(stdout).toContain(',=1+1,200, OK ,true,');
});

test('the failure message stands in where there is no response message; what is unknown is empty', async () => {
  const { stdout } = await heimr(['samples', withRows(['a,200,,t 1-1,false,expected 5', 'a,500,gone,t 1-1,false,expected 5'])]);
  const [, first, second] = stdout.split('\n').map((line) => line.split(','));
  expect(first!.slice(3, 13)).toEqual(['200', 'expected 5', 'false', '100', '', '', '7', 't 1-1', '', 'request']);
  expect(second![4]).toBe('gone');
});

test('--spreadsheet-safe disarms formulas in texts, not numbers', async () => {
  const file = withRows(['=cmd(),-1,@x,+t,false,', 'plain,200,OK,t,true,']);
  const { stdout } = await heimr(['samples', file, '--spreadsheet-safe']);
  expect(stdout).toContain(",12,'=cmd(),'-1,'@x,false,100,,,7,'+t,");
  expect(stdout).toContain(',12,plain,200,OK,true,');
});

test('-o writes the same bytes, of several files', async () => {
  const files = [newFile(jtl(30)), newFile(jtl(10))];
  const path = join(newFolder(), 's.csv');
  expect(await heimr(['samples', ...files, '-o', path])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const written = readFileSync(path, 'utf8');
  expect(written).toBe((await heimr(['samples', ...files])).stdout);
  expect(written.split('\n')).toHaveLength(42);
});

test.each([
  ['s.txt', 'as .csv only'],
  ['no/s.csv', 'its folder does not exist'],
])('-o %s is a usage error', async (output, message) => {
  expect(await heimr(['samples', newFile(jtl(1)), '-o', output])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

test('rows that could not be used are told of, with count and place', async () => {
  const file = newFile(`${jtl(3)}nonsense,x,GET /a\n${jtl(2).split('\n').slice(1).join('\n')}`);
  const { code, stdout, stderr } = await heimr(['samples', file]);
  expect(stderr).toMatch(/^warning: .*: 1 of 6 rows could not be used/m);
  expect(stderr).toContain('line 5');
  expect(stdout.split('\n')).toHaveLength(7);
  expect(code).toBe(0);
  expect((await heimr(['samples', file, '--quiet'])).stderr).toBe('');
});

test('a file of which no row can be used is exit 3, and writes nothing', async () => {
  const cwd = newFolder();
  const [header = ''] = jtl(0).split('\n');
  const bad = newFile(`${header}\nnonsense,x,GET /a\nnonsense,x,GET /b\n`);
  const reason = /: None of the 2 rows of .* can be used\. The first one, in line 2: .+\.$/m;
  const analyzed = await heimr(['analyze', bad], { cwd });
  expect(analyzed.stderr).toMatch(reason);
  for (const files of [[bad], [newFile(jtl(3)), bad]]) {
    const { code, stderr } = await heimr(['samples', ...files, '-o', 's.csv'], { cwd });
    expect(stderr.split('\n')[0]).toBe(analyzed.stderr.split('\n')[0]);
    expect(code).toBe(3);
  }
  expect(readdirSync(cwd)).toEqual([]);
  expect((await heimr(['samples', bad])).code).toBe(3);
});
