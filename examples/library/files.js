// The entry with files: opens paths, undoes gzip, merges several injectors of one run, writes reports whole or not at all.
// `node examples/library/files.js FOLDER` writes the reports into FOLDER, which is made.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzeFiles, writeReports } from 'heimr/node';

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'heimr-'));
const injectors = ['a', 'b'].map((name) => fileURLToPath(new URL(`../two-injectors/injector-${name}.jtl.gz`, import.meta.url)));

const analysis = await analyzeFiles(injectors, { title: 'Two injectors', apdexT: 100 });

for (const { file, rows } of analysis.input) console.log(`${basename(file)}: ${rows.read} rows read, ${rows.counted} counted`);
for (const { name, kpis } of analysis.phases) console.log(`${name}: ${kpis.count} requests, p95 ${kpis.latency.p95} ms`);

const written = await writeReports(analysis, [join(folder, '/')]);
console.log(written.map((path) => basename(path)).join(', '));
