/* The part of the bench about every other format: the same machine, the same minutes, each beside `wc -l` and beside JTL. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formats, generateFormat } from './generate-format.mjs';
import { interleave, measure, median } from './measure.mjs';

const MB = 1e6;
/** What the documented bars ask of a format; `jtl` is a share of the JTL rate per byte. */
const BARS = {
  'k6-json': { wc: 15 },
  'k6-json-traces': { wc: 15 },
  'k6-csv': { jtl: 0.6 },
  'gatling-text': { jtl: 0.6 },
  'gatling-binary': {},
  'jmeter-xml': { rate: 60 },
  har: { rss: 250 },
  'locust-requests': { jtl: 0.6 },
};

const said = (figure, bar, met) => `${figure} (bar ${bar}: ${met ? 'met' : 'MISSED'})`;

/** Sizes in MB; by a large file start-up and the work at the end matter as little as they do to those who have large files. */
const SIZES = { 'k6-json': 2000, 'k6-json-traces': 2000, har: 200 };

/** @param folder where files are made once and found again · heimr command for a file · jtlOf path of a JTL of so many MB */
export function formatsPart({ folder, heimr, jtlOf, rounds = 5, quick = false }) {
  console.log(`\nOther formats, CPU (user + sys), median of ${rounds} interleaved rounds`);
  mkdirSync(folder, { recursive: true });
  for (const format of formats) {
    const megabytes = quick ? 100 : (SIZES[format] ?? 600);
    const jtl = jtlOf(megabytes);
    const jtlSize = statSync(jtl).size / MB;
    const file = join(folder, `${format}-v1-${megabytes}-mb-seed-1`);
    if (!existsSync(file)) {
      console.error(`making ${file} …`);
      generateFormat({ format, bytes: megabytes * MB, out: file });
    }
    const size = statSync(file).size / MB;
    measure(['wc', '-l', file]); // page cache
    const results = interleave(
      {
        heimr: { command: heimr(file) },
        wc: { command: ['wc', '-l', file], repeat: 10 },
        jtl: { command: heimr(jtl) },
      },
      rounds,
      ({ command, repeat }) => measure(command, repeat),
    );
    const cpu = (name) => median(results[name].map((run) => run.cpu));
    const [rate, wc, share] = [size / cpu('heimr'), cpu('heimr') / cpu('wc'), size / cpu('heimr') / (jtlSize / cpu('jtl'))];
    const rss = Math.max(...results.heimr.map((run) => run.rss));
    const bar = BARS[format];
    const ratios = results.heimr.map((run, i) => run.cpu / results.wc[i].cpu);
    console.log(
      `  ${format.padEnd(16)} ${size.toFixed(0)} MB, ${cpu('heimr').toFixed(2)} s: ` +
        [
          bar.rate ? said(`${rate.toFixed(0)} MB/s`, `${bar.rate} MB/s`, rate >= bar.rate) : `${rate.toFixed(0)} MB/s`,
          bar.jtl ? said(`${share.toFixed(2)} × the JTL rate`, bar.jtl, share >= bar.jtl) : `${share.toFixed(2)} × the JTL rate`,
          `${bar.wc ? said(`${wc.toFixed(1)} × wc -l`, `${bar.wc} ×`, wc <= bar.wc) : `${wc.toFixed(1)} × wc -l`} rounds ${Math.min(...ratios).toFixed(1)}..${Math.max(...ratios).toFixed(1)}`,
          bar.rss ? said(`${rss.toFixed(0)} MiB`, `${bar.rss} MiB`, rss <= bar.rss) : `${rss.toFixed(0)} MiB`,
        ].join(', '),
    );
  }
}
