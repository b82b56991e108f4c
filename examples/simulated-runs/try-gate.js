// How good is a gate? Tries conditions on simulated runs whose faults are known: which sick runs would each let pass, which healthy ones would it stop?
import { analyze } from 'heimr';
import { faultKinds, healthyKinds, scoreRun, simulateRun } from 'heimr/testing';

const conditions = ['p95 > 800ms', 'error_rate > 1%', 'verdict >= degraded'];
const seed = 5;
// The soak lasts two hours; the others some minutes each.
const runs = [...healthyKinds.filter((kind) => kind !== 'soak'), ...faultKinds].map((kind) => ({
  kind,
  healthy: healthyKinds.includes(kind),
}));

const stopped = Object.fromEntries(conditions.map((condition) => [condition, { sick: 0, healthy: 0 }]));
let [found, events] = [0, 0];
for (const { kind, healthy } of runs) {
  const { file, truth } = simulateRun({ kind, severity: 2, seed, format: 'jtl' });
  const { gate, findings } = await analyze([file], { gate: { fail: conditions } });
  for (const { expression, passed } of gate.conditions) if (!passed) stopped[expression][healthy ? 'healthy' : 'sick']++;
  const score = scoreRun(truth, findings);
  events += score.events.length;
  found += score.events.filter(({ timely }) => timely).length;
}

const count = (healthy) => runs.filter((run) => run.healthy === healthy).length;
console.log(`${count(false)} runs with a moderate fault, ${count(true)} healthy ones; ${found} of ${events} faults were found in time.`);
for (const [condition, { sick, healthy }] of Object.entries(stopped))
  console.log(`${condition.padEnd(20)} stops ${sick} of ${count(false)} sick runs, and ${healthy} of ${count(true)} healthy ones.`);
