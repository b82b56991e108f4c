/* Recorded load tests with known faults: which causes Heimr names, by what its backends told. What is asked is that of `test/diagnoses/lab-table.ts`. */

/** Prints it. @param code bundle of `test/diagnoses/lab-table.ts` @param runs what `told` gives, of each */
export function printRuns(title, { PARTS, namedBy, renamed, rename, blamedInVain }, runs) {
  const faulty = runs.filter(({ run }) => run.wanted.length > 0);
  const columns = PARTS.map(({ name, backends }) => ({ name, rows: namedBy(runs, backends) }));
  // The truth is translated too.
  const others = faulty.map((one) => {
    const { names } = renamed(one);
    const wanted = one.run.wanted.map(rename);
    const right = (some) => some.some((name) => wanted.includes(name));
    return { run: one.run.name, names, first: right(names.slice(0, 1)), three: right(names.slice(0, 3)) };
  });
  columns.push({ name: 'all, under other names', rows: others });
  console.log(`\n${title}: is the right cause@service first (1), among the first three (3), named at all?\n`);
  console.log(`| run | truth | ${columns.map(({ name }) => name).join(' | ')} |`);
  console.log(`|---|---|${columns.map(() => '---').join('|')}|`);
  faulty.forEach(({ run }, i) => {
    const cell = ({ rows }) => (rows[i].first ? '1' : rows[i].three ? '3' : rows[i].names.length === 0 ? 'not known' : 'other');
    console.log(`| ${run.name} | ${run.wanted.join(' or ')} | ${columns.map(cell).join(' | ')} |`);
  });
  const count = ({ rows }) => `${rows.filter(({ first }) => first).length}/${rows.filter(({ three }) => three).length} of ${rows.length}`;
  console.log(`| **top-1/top-3** | | ${columns.map((one) => `**${count(one)}**`).join(' | ')} |`);
  const vain = runs.map((one) => ({ name: one.run.name, likely: blamedInVain(one) }));
  console.log(
    `\nHealthy time (whole of healthy runs, before the onset of others), asked in vain: ${vain.filter(({ likely }) => likely.length > 0).length} of ${vain.length} name a likely cause`,
  );
  for (const { name, likely } of vain) if (likely.length > 0) console.log(`  ${name}: ${likely.join(', ')}`);
}
