import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { newFile, newFolder } from '../input/files.js';
import { heimr, jtl, shell } from './command.js';

const isRoot = process.getuid?.() === 0;

/** A folder with a.jtl in it. */
function folderWithResults(): string {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  return cwd;
}

/** The header of a tar archive. */
function tar(): Buffer {
  const header = Buffer.alloc(1024);
  header.write('results.jtl', 0);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 8 * 0x20);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

test.each([
  ['a missing file', 'no.jtl', 'no.jtl does not exist'],
  ['an empty folder', 'folder', 'folder holds no file'],
  ['a folder without a result', 'logs', 'logs holds nothing that can be read: logs/run.log (plain text or a log)'],
  ['a pattern that nothing matches', '*.csv', 'No file matches *.csv'],
  ['an empty file', 'empty.jtl', 'empty.jtl is empty'],
  ['a file without a sample', 'header.jtl', 'header.jtl'],
  ['a file of no known format', 'text.jtl', 'text.jtl'],
  ['a file packed in another way', 'a.xz', 'packed with xz'],
  ['a packed file of which nothing can be decoded', 'a.zst', 'Zstandard of which no byte can be decoded'],
  ['a tar archive', 'a.tgz', 'tar archive'],
])('%s is exit 3, and named', async (_name, file, message) => {
  const cwd = folderWithResults();
  mkdirSync(join(cwd, 'folder'));
  mkdirSync(join(cwd, 'logs'));
  writeFileSync(join(cwd, 'logs', 'run.log'), 'dear diary\n');
  writeFileSync(join(cwd, 'a.xz'), Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2));
  writeFileSync(join(cwd, 'a.tgz'), gzipSync(tar()));
  writeFileSync(join(cwd, 'empty.jtl'), '');
  writeFileSync(join(cwd, 'header.jtl'), jtl(0));
  writeFileSync(join(cwd, 'text.jtl'), 'dear diary,\ntoday the server was slow.\n');
  writeFileSync(join(cwd, 'a.zst'), Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x0f, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9));
  for (const args of [
    ['analyze', file, '-o', 'r.md'],
    ['analyze', 'a.jtl', file, '-o', 'r.md'],
    ['samples', file, '-o', 's.csv'],
  ]) {
    const { code, stdout, stderr } = await heimr(args, { cwd });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^ {2}Exit code 3: /m);
    expect({ code, stdout }, args.join(' ')).toEqual({ code: 3, stdout: '' });
  }
  expect(readdirSync(cwd).filter((name) => /^(r\.md|s\.csv|\..*)$/.test(name))).toEqual([]);
});

test('empty standard input is exit 3', async () => {
  expect(await heimr(['analyze', '-'])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('stdin is empty') });
});

test.each([
  ['of an unknown kind', 'x.docx', '.docx'],
  ['without extension', 'report', 'no extension'],
  ['in a folder that does not exist', 'no/r.md', 'the folder no does not exist'],
  ['over an input', 'over.json', 'would overwrite an input'],
  ['below a file', 'a.jtl/', 'is a file, not a folder'],
  ['with an empty name', '', '--output'],
])('a report %s is exit 2, before anything is read', async (_name, output, message) => {
  const cwd = folderWithResults();
  symlinkSync('a.jtl', join(cwd, 'over.json'));
  // The input does not exist: had it been opened first, this would be exit 3.
  const input = output === 'over.json' ? 'a.jtl' : 'no.jtl';
  const { code, stdout, stderr } = await heimr(['analyze', input, '-o', output], { cwd });
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(cwd).sort()).toEqual(['a.jtl', 'over.json']);
});

test.skipIf(isRoot)('a folder that may not be written is exit 2 (skipped for root, who may)', async () => {
  const cwd = folderWithResults();
  mkdirSync(join(cwd, 'closed'));
  chmodSync(join(cwd, 'closed'), 0o500);
  expect(await heimr(['analyze', 'a.jtl', '-o', 'closed/r.md'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('you may not write there'),
  });
});

test.skipIf(!existsSync('/proc/version'))('where nothing can be made, it is exit 2 (skipped without /proc)', async () => {
  const { code, stderr } = await heimr(['analyze', newFile(jtl()), '-o', '/proc/r.md']);
  expect(stderr).toMatch(/\/proc\/r\.md cannot be written/);
  expect(code).toBe(2);
});

test.skipIf(!existsSync('/dev/full'))('a full disk leaves no report at all (skipped without /dev/full)', async () => {
  const cwd = folderWithResults();
  writeFileSync(join(cwd, 'r.md'), 'the old report');
  symlinkSync('/dev/full', join(cwd, 'full.json'));
  const { code, stdout, stderr } = await heimr(['analyze', 'a.jtl', '-o', 'r.md', '-o', 'new/', '-o', 'full.json'], { cwd });
  expect(stderr).toContain('full.json cannot be written: the disk is full');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(cwd).sort()).toEqual(['a.jtl', 'full.json', 'r.md']);
  expect(readFileSync(join(cwd, 'r.md'), 'utf8')).toBe('the old report');
});

test('a disk that fills up midway leaves no report at all', async (context) => {
  const cwd = folderWithResults();
  const disk = join(cwd, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]);
  if (mounted.status !== 0) context.skip('this user may not mount a small disk');
  try {
    const { code, stderr } = await heimr(['analyze', 'a.jtl', '-o', 'disk/a.json', '-o', 'disk/r.md', '-o', 'disk/b.json'], { cwd });
    expect(stderr).toContain('the disk is full');
    expect(code).toBe(2);
    expect(readdirSync(disk)).toEqual([]);
    expect(await heimr(['samples', 'a.jtl', '-o', 'disk/s.csv'], { cwd })).toMatchObject({ code: 2 });
    expect(readdirSync(disk)).toEqual([]);
  } finally {
    spawnSync('umount', [disk]);
  }
});

test.skipIf(!existsSync('/dev/full'))('standard output on a full disk is exit 2', async () => {
  for (const command of ['analyze', 'samples']) {
    expect(await shell(`$HEIMR ${command} a.jtl > /dev/full`, folderWithResults())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Standard output cannot be written: the disk is full'),
    });
  }
});

test.skipIf(!existsSync('/dev/full'))('standard error on a full disk is no reason to fail', async () => {
  const cwd = folderWithResults();
  writeFileSync(join(cwd, 'cut.gz'), gzipSync(jtl(5000)).subarray(0, 5000));
  expect(await shell('$HEIMR analyze cut.gz 2> /dev/full | tail -1', cwd)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('-o report.md'),
  });
});

test('our own faults are exit 70, ask for a report, and write nothing', async () => {
  const cwd = folderWithResults();
  writeFileSync(join(cwd, 'break.mjs'), 'JSON.stringify = () => { throw new TypeError("broken on purpose"); };');
  const { code, stdout, stderr } = await heimr(['analyze', 'a.jtl', '-o', 'r.md', '-o', 'r.json'], {
    cwd,
    nodeFlags: ['--import', './break.mjs'],
  });
  expect(stderr).toContain('broken on purpose');
  expect(stderr).toContain('fault of Heimr');
  expect(stderr.trimEnd().split('\n')).toHaveLength(3);
  expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
  expect(readdirSync(cwd).sort()).toEqual(['a.jtl', 'break.mjs']);
});

test('damage inside gzip is no reason to give up', async () => {
  const packed = gzipSync(jtl());
  packed.writeUInt32LE(0, packed.length - 8);
  const { code, stderr } = await heimr(['analyze', newFile(packed)]);
  expect(stderr).toContain('The compressed file is damaged');
  expect(code).toBe(0);
});

test('an output that is a pipe, a socket or a folder is exit 2, before anything is read', { timeout: 20_000 }, async () => {
  const cwd = folderWithResults();
  for (const name of ['p.md', 'p.csv']) spawnSync('mkfifo', [join(cwd, name)]);
  const server = createServer().listen(join(cwd, 's.md'));
  await new Promise((resolve) => server.on('listening', resolve));
  symlinkSync('s.md', join(cwd, 's.csv'));
  mkdirSync(join(cwd, 'd.csv'));
  mkdirSync(join(cwd, 'f', 'report.md'), { recursive: true });
  for (const [command, output, what] of [
    ['analyze', 'p.md', 'p.md cannot be written: it is a pipe'],
    ['samples', 'p.csv', 'p.csv cannot be written: it is a pipe'],
    ['analyze', 's.md', 's.md cannot be written: it is a socket'],
    ['samples', 's.csv', 's.csv cannot be written: it is a socket'],
    ['samples', 'd.csv', 'd.csv cannot be written: it is a folder'],
    ['analyze', 'f/', 'f/report.md cannot be written: it is a folder'],
  ] as const) {
    const { code, stdout, stderr } = await heimr([command, 'no.jtl', '-o', output], { cwd });
    expect(stderr).toContain(what);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
  server.close();
});

test('two outputs that are one file are exit 2', { timeout: 20_000 }, async () => {
  const cwd = folderWithResults();
  mkdirSync(join(cwd, 'real'));
  writeFileSync(join(cwd, 'old.md'), 'old');
  linkSync(join(cwd, 'old.md'), join(cwd, 'hard.md'));
  symlinkSync('old.md', join(cwd, 'soft.md'));
  symlinkSync('real', join(cwd, 'link'));
  for (const [a, b] of [
    ['r.md', './r.md'],
    ['old.md', 'hard.md'],
    ['old.md', 'soft.md'],
    ['real/r.md', 'link/r.md'],
    ['real/', 'link/report.md'],
    ['new/', './new/'],
  ] as const) {
    const { code, stdout, stderr } = await heimr(['analyze', 'no.jtl', '-o', a, '-o', b], { cwd });
    expect(stderr).toMatch(/^heimr: The outputs .* and .* are the same file\./);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
  expect(readFileSync(join(cwd, 'hard.md'), 'utf8')).toBe('old');
});

test('standard input that is a folder is exit 3, and said', async () => {
  for (const command of ['analyze', 'samples']) {
    const { code, stderr } = await shell(`$HEIMR ${command} - < .`, newFolder());
    expect(stderr).toContain('stdin is a folder.');
    expect(code).toBe(3);
  }
});

test('damaged gzip: the notice does not promise that the figures are true', async () => {
  const broken = (packed: Buffer) => Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]);
  const file = await heimr(['analyze', newFile(broken(gzipSync(jtl())))]);
  expect(file.stderr).toContain('rows after it may be in the figures, and may be false');
  expect(file.stderr).toContain('Get an undamaged copy');
  expect(file.stderr).not.toContain('64 KiB');
  const piped = await heimr(['analyze', '-'], { stdin: broken(gzipSync(jtl(20_000))) });
  expect(piped.stderr).toContain('up to 64 KiB of rows before that point may be missing');
});
