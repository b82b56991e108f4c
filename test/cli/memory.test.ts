import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../input/files.js';
import { contractFiles } from '../parsers/contract-files.js';
import { heimr, ROOT } from './command.js';

/** Formats of bench/generate-format.mjs by the parser that reads them. */
const GENERATED: Record<string, string> = Object.fromEntries(
  ['gatling-binary', 'gatling-text', 'har', 'jmeter-xml', 'k6-csv', 'k6-json', 'locust-requests'].map((id) => [id, id]),
);
/**
 * Formats whose files are kept whole and refused above a size of their own, and JTL, whose memory has a bench of up to 20 million rows.
 */
const ELSEWHERE = ['jmeter-csv', 'k6-summary', 'locust-exceptions', 'locust-failures', 'locust-json', 'locust-stats'];
const MIB = 1024;
/** What histograms over time may still grow by when their cells fill; a reader that keeps what it read needs several times the file. */
const GROWTH = 80 * MIB;
/** KiB: the documented bound for JTL, which other formats share from the rows on. */
const PEAK = 200 * MIB;

/** Prints the peak resident set at the end. Of /proc, since the usual maximum begins with that of the parent. */
const WITNESS = `import { readFileSync } from 'node:fs';
process.on('exit', () => process.stderr.write('peak ' + /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] + '\\n'));
`;

async function peak(cwd: string, file: string): Promise<number> {
  const { code, stderr } = await heimr(['analyze', file, '--quiet'], { cwd, nodeFlags: ['--import', './witness.mjs'] });
  expect(code, stderr).toBe(0);
  return Number(/peak (\d+)/.exec(stderr)?.[1]);
}

/** Snapshots of a Locust history, one a second: `bytes` long. */
function history(bytes: number): string {
  const [header, ...rows] = readFileSync(join(ROOT, 'test/fixtures/locust/2.47.0/healthy/run_stats_history.csv'), 'utf8').split('\n');
  const last = (rows.filter((row) => row.includes('Aggregated')).at(-1) as string).split(',');
  const lines = [header];
  for (let i = 0, size = 0; size < bytes; i++) {
    const line = [Number(last[0]) + i, ...last.slice(1)].join(',');
    size += line.length + 1;
    lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

test('every parser is measured here or named as measured elsewhere', () => {
  expect([...Object.keys(GENERATED), 'locust-history', ...ELSEWHERE].sort()).toEqual(Object.keys(contractFiles).sort());
});

const linux = existsSync('/proc/self/status');
if (!linux) console.log('memory tests skipped: the peak of a process is read from /proc, which only Linux has');

test.skipIf(!linux).each([...Object.keys(GENERATED), 'locust-history'])(
  'memory does not grow with a file of %s: 50 times as many requests in the same hour',
  async (format) => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'witness.mjs'), WITNESS);
    const generate = (megabytes: number, gap: number): void => {
      const out = join(cwd, `${megabytes}`);
      if (format === 'locust-history') return writeFileSync(out, history(megabytes * 1e6));
      const flags = ['--format', format, '--bytes', `${megabytes}000000`, '--gap', `${gap}`, '--out', out];
      execFileSync(process.execPath, [join(ROOT, 'bench/generate-format.mjs'), ...flags]);
    };
    generate(1, 100);
    generate(50, 2);
    const [small, large] = [await peak(cwd, '1'), await peak(cwd, '50')];
    rmSync(join(cwd, '50'));
    expect(large).toBeLessThan(PEAK);
    expect(large - small).toBeLessThan(GROWTH);
  },
  120_000,
);
