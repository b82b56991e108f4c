/*
 * Root causes: Heimr on labelled faults, beside reference methods. It reports and exits 0; what must hold is tested in test/diagnoses and test/bench.
 *
 * node bench/rca/run.mjs                 all that is on this machine
 * node bench/rca/run.mjs --committed     what is kept in the repository
 * --petshop, --lab, --ablation           one part; --shared DIR for another folder than ../shared
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env } from 'node:process';
import { parseArgs } from 'node:util';
import { printAblation } from './ablation.mjs';
import { locating, sources } from './heimr-locating.mjs';
import { printRuns } from './lab-table.mjs';
import { madeUpShop } from './made-up-shop.mjs';
import { readScenario } from './petshop-files.mjs';
import { printScenario } from './petshop-table.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const { values: flags } = parseArgs({
  options: {
    committed: { type: 'boolean' },
    petshop: { type: 'boolean' },
    lab: { type: 'boolean' },
    ablation: { type: 'boolean' },
    shared: { type: 'string', default: resolve(ROOT, '../shared') },
  },
});
const asked = (part) => !flags.committed && (flags[part] || (!flags.petshop && !flags.lab && !flags.ablation));
const petshop = join(flags.shared, 'datasets/petshop/low_traffic');
const lab = env.HEIMR_LAB ?? join(flags.shared, 'lab/runs');
env.HEIMR_LAB = lab;

if (flags.committed) {
  printScenario('Made-up shop (shows that the bench runs; no evidence)', madeUpShop(), await locating());
  const { told, labRun, ...code } = await labSources();
  const results = join(ROOT, 'examples/slow-dependency');
  const run = await labRun('slow-dependency-jmeter', join(ROOT, 'test/fixtures/rca/slow-dependency-jmeter'), results);
  printRuns('Part of a recorded run', code, [told(run)]);
}
if (asked('petshop') || asked('ablation')) {
  const scenario = readScenario(petshop);
  if (scenario === null) console.log(`PetShop: skipped, since ${petshop} is not on this machine`);
  else {
    if (asked('petshop')) printScenario('PetShop, low traffic', scenario, await locating());
    if (asked('ablation')) await printAblation(scenario);
  }
}
if (asked('lab')) {
  const names = existsSync(lab) ? readdirSync(lab).sort() : [];
  if (names.length === 0) console.log(`Recorded load tests: skipped, since ${lab} is not on this machine`);
  else {
    const { told, labRun, ...code } = await labSources();
    const runs = [];
    for (const name of names) runs.push(told(await labRun(name)));
    printRuns('Recorded load tests', code, runs);
  }
}

function labSources() {
  const table = 'test/diagnoses/lab-table.ts';
  return sources({
    PARTS: table,
    namedBy: table,
    renamed: table,
    rename: table,
    blamedInVain: table,
    told: table,
    labRun: 'test/diagnoses/lab-run.ts',
  });
}
