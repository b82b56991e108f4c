// Splits ../slow-dependency/results.jtl.gz as if two JMeter engines had made it: thread groups with an even number in
// injector-a.jtl.gz, those with an odd one in injector-b.jtl.gz, rows in the order of the original. Each engine counts its own threads
// in allThreads, so the number of users is parted too. `node examples/two-injectors/split.mjs FOLDER` writes there; without
// a folder, beside this file.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? here;

const [header, ...rows] = gunzipSync(readFileSync(join(here, '../slow-dependency/results.jtl.gz')))
  .toString('utf8')
  .trimEnd()
  .split('\n');
const names = header.split(',');
const thread = names.indexOf('threadName');
const users = names.indexOf('allThreads');

// No field of this file is quoted, so a comma always ends a field.
if (rows.some((row) => row.includes('"'))) throw new Error('a quoted field: this script splits at every comma');

const halves = [[header], [header]];
for (const row of rows) {
  const fields = row.split(',');
  const group = Number(/(\d+)-\d+$/.exec(fields[thread])[1]);
  const half = group % 2;
  fields[users] = String(Math.floor((Number(fields[users]) + 1 - half) / 2));
  halves[half].push(fields.join(','));
}
for (const [i, name] of ['injector-a.jtl.gz', 'injector-b.jtl.gz'].entries()) {
  writeFileSync(join(folder, name), gzipSync(`${halves[i].join('\n')}\n`, { level: 9 }));
}
