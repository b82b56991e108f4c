import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openResults } from '../src/open-results.js';
import { jtl } from './cli/command.js';
import { newFolder } from './input/files.js';
import { stored } from './input/zstd-frames.js';

const LOG =
  '2026-11-22 09:00:00,123 INFO o.a.j.JMeter: Version 5.6.3\n2026-11-22 09:00:01,000 INFO o.a.j.e.StandardJMeterEngine: Running\n';

/** A folder with these files in it. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = newFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const namesOf = (files: readonly { name: string }[], folder: string) => files.map(({ name }) => name.slice(folder.length + 1));
const refusalOf = (paths: readonly string[]) =>
  openResults(paths).then(
    () => null,
    (error: unknown) => error as { code: string; message: string; hint: string },
  );

describe('a folder', () => {
  test('gives the results in it, packed or not, in order; one notice says what else there is and why', async () => {
    const folder = folderOf({
      'b.jtl': jtl(3),
      'a/kpi.jtl.gz': gzipSync(jtl(4)),
      'a/kpi.jtl.zst': stored(Buffer.from(jtl(5))),
      'jmeter.log': LOG,
      'notes.txt': 'the server was slow\n',
      'empty.jtl': '',
      'report.html': '<!DOCTYPE html><html><head><title>x</title></head></html>',
      '.cache': 'x',
    });
    const files = await openResults([folder]);
    expect(namesOf(files, folder)).toEqual(['a/kpi.jtl.gz', 'a/kpi.jtl.zst', 'b.jtl']);
    const [notice, ...more] = files.flatMap((file) => file.notices());
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ id: 'files-skipped', file: folder, level: 'warning' });
    expect(notice?.what).toMatch(/^4 of 7 files in it are not read: /);
    expect(notice?.what).toContain(`${folder}/jmeter.log (`);
    expect(notice?.what).toContain(`${folder}/notes.txt (plain text or a log)`);
    expect(notice?.what).toContain(`${folder}/empty.jtl (empty)`);
    expect(notice?.what).toContain(`${folder}/report.html (an HTML page)`);
  });

  test('says nothing where all of it is read', async () => {
    const files = await openResults([folderOf({ 'a.jtl': jtl(3) })]);
    expect(files.flatMap((file) => file.notices())).toEqual([]);
  });

  test('with other texts beside the results is no reason to warn', async () => {
    const files = await openResults([folderOf({ 'a.jtl': jtl(3), 'notes.txt': 'slow\n' })]);
    expect(files[0]?.notices()).toMatchObject([{ level: 'info', what: expect.stringMatching(/^1 of 2 files in it is not read/) }]);
  });

  test.each([
    ['packed in another way', 'run.jtl.xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1]), 'packed with xz, which Heimr does not read'],
    [
      'damaged from the first byte',
      'run.jtl.gz',
      Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(99, 255)]),
      'gzip of which no byte',
    ],
    ['in UTF-16', 'run.jtl', Buffer.from('\ufefftimeStamp,elapsed', 'utf16le'), 'encoded as UTF-16'],
  ])('warns of a file that is %s', async (_name, name, content, why) => {
    const files = await openResults([folderOf({ 'a.jtl': jtl(3), [name]: content })]);
    const [notice] = files[0]?.notices() ?? [];
    expect(notice).toMatchObject({ level: 'warning', what: expect.stringContaining(why) });
    expect(notice?.why).toContain('the figures miss them');
  });

  test('names ten files at most', async () => {
    const texts = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`note-${i}.txt`, 'slow\n']));
    const [notice] = (await openResults([folderOf({ 'a.jtl': jtl(3), ...texts })]))[0]?.notices() ?? [];
    expect(notice?.what.match(/note-/g)).toHaveLength(10);
    expect(notice?.what).toContain('and 5 more');
  });

  test('with nothing that can be read is refused, saying what was found', async () => {
    const folder = folderOf({ 'jmeter.log': LOG, 'a.zip': Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]) });
    const refusal = await refusalOf([folder]);
    expect(refusal).toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(/holds nothing that can be read: .*jmeter\.log \(.*\)/),
    });
    expect(refusal?.message).toContain('a.zip (a zip archive');
    expect(await refusalOf([newFolder()])).toMatchObject({ code: 'unreadable', message: expect.stringContaining('holds no file') });
  });

  test('counts a file once that it holds under two names, or that is named itself too', async () => {
    const folder = folderOf({ 'run-1.jtl': jtl(3), 'run-2.jtl': jtl(4) });
    linkSync(join(folder, 'run-2.jtl'), join(folder, 'zz.jtl'));
    symlinkSync('run-2.jtl', join(folder, 'latest.jtl'));
    const files = await openResults([join(folder, 'run-1.jtl'), folder]);
    expect(namesOf(files, folder)).toEqual(['run-1.jtl', 'latest.jtl']);
    expect(files[1]?.notices()[0]?.what).toContain('zz.jtl (the same file as another one');
  });

  test.skipIf(process.getuid?.() === 0)('with a file that may not be read is refused (skipped for root, who may)', async () => {
    const folder = folderOf({ 'a.jtl': jtl(3), 'b.jtl': jtl(3) });
    chmodSync(join(folder, 'b.jtl'), 0);
    expect(await refusalOf([folder])).toMatchObject({ code: 'unreadable', message: expect.stringContaining('b.jtl may not be read') });
  });
});

describe('a pattern', () => {
  test('is expanded here; what it matches is asked for by name', async () => {
    const folder = folderOf({ 'a.jtl': jtl(3), 'x/b.jtl': jtl(4), 'x/notes.txt': 'slow\n' });
    expect(namesOf(await openResults([`${folder}/**/*.jtl`]), folder)).toEqual(['a.jtl', 'x/b.jtl']);
    expect(namesOf(await openResults([`${folder}/**`]), folder)).toEqual(['a.jtl', 'x/b.jtl', 'x/notes.txt']);
  });

  test('gives a file once, in the order of the arguments', async () => {
    const folder = folderOf({ 'a.jtl': jtl(3), 'b.jtl': jtl(4) });
    expect(namesOf(await openResults([`${folder}/b*`, `${folder}/*.jtl`]), folder)).toEqual(['b.jtl', 'a.jtl']);
  });

  test('that is the name of a file is that file', async () => {
    const folder = folderOf({ '[a].jtl': jtl(3), 'a.jtl': jtl(4), '*.jtl': jtl(5) });
    expect(namesOf(await openResults([`${folder}/[a].jtl`, `${folder}/*.jtl`]), folder)).toEqual(['[a].jtl', '*.jtl']);
  });

  test('that matches nothing is refused', async () => {
    const folder = folderOf({ 'a.jtl': jtl(3) });
    expect(await refusalOf([`${folder}/*.csv`])).toMatchObject({ code: 'unreadable', message: `No file matches ${folder}/*.csv.` });
  });
});

test('a file given twice by name stays twice: its bytes are told of as given already', async () => {
  const folder = folderOf({ 'a.jtl': jtl(3) });
  expect(await openResults([join(folder, 'a.jtl'), join(folder, 'a.jtl')])).toHaveLength(2);
});

describe('files of Locust', () => {
  const STATS =
    'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,100%\nGET,/,9,1,12,13.5,2,90,512.0,10.0,0.1,12,90\n,Aggregated,9,1,12,13.5,2,90,512.0,10.0,0.1,12,90\n';
  const FAILURES = 'Method,Name,Error,Occurrences\nGET,/,HTTPError(500),1\n';
  const folder = () => folderOf({ 'run_stats.csv': STATS, 'run_failures.csv': FAILURES, 'other_failures.csv': FAILURES });

  test('bring the others of their run along, which is told', async () => {
    const where = folder();
    const files = await openResults([join(where, 'run_failures.csv')]);
    expect(namesOf(files, where)).toEqual(['run_failures.csv', 'run_stats.csv']);
    expect(files.flatMap((file) => file.notices())).toMatchObject([
      { id: 'locust-siblings', what: expect.stringContaining('run_stats.csv') },
    ]);
  });

  test('bring nothing along that is there already', async () => {
    const where = folder();
    for (const paths of [[where], [`${where}/run*`], [join(where, 'run_stats.csv'), where]]) {
      const files = await openResults(paths);
      expect(new Set(namesOf(files, where)).size).toBe(files.length);
      expect(files.flatMap((file) => file.notices())).toEqual([]);
    }
  });
});
