/* The table of a scenario in PetShop's form: Heimr beside the references, by the published protocol. */
import { heimrMethods } from './heimr-methods.mjs';
import { byNode, normalCuts, normalPieces, recall, specificity } from './protocol.mjs';
import { nSigma } from './references/n-sigma.mjs';
import { robustScorer } from './references/robust-scorer.mjs';
import { traversal } from './references/traversal.mjs';

const METRICS = ['latency', 'availability'];
const share = (value) => value.toFixed(3).replace(/^0/, '');

/** Prints it. @param code what `locating()` gives */
export function printScenario(title, scenario, code) {
  const heimr = heimrMethods(code);
  const methods = {
    'N-sigma': nSigma,
    RobustScorer: robustScorer,
    "authors' traversal": traversal,
    'Heimr, detection given': heimr.given,
    'Heimr, own gate': heimr.gated,
    'Heimr, own gate, metric not told': heimr.untold,
  };
  const issues = (metric) => scenario.issues.filter(({ target }) => metric === null || target.metric === metric);
  const heads = METRICS.map((metric) => `${metric} (${issues(metric).length})`);
  console.log(`\n${title}: top-1/top-3, ties averaged; specificity on normal time, latency / availability\n`);
  console.log(`| method | ${heads.join(' | ')} | all (${issues(null).length}) | specificity, published cuts |`);
  console.log('|---|---|---|---|---|');
  for (const [name, method] of Object.entries(methods)) {
    const cells = [...METRICS, null].map((metric) => {
      const { n, top1, top3, empty } = recall((...args) => byNode(method(...args)), scenario, issues(metric));
      const answered = Math.round(n * (1 - empty));
      return `${share(top1)}/${share(top3)}${answered < n ? `, ${share((top1 * n) / answered)} of ${answered} answers` : ''}`;
    });
    // Who is told that there is trouble cannot say that there is none.
    const cuts = METRICS.map((metric) => specificity(method, scenario, normalCuts(scenario, targetOf(scenario, metric))));
    const told = name.endsWith('given') ? '—' : cuts.map((one) => share(one.share)).join(' / ');
    console.log(`| ${name} | ${cells.join(' | ')} | ${told} |`);
  }
  console.log();
  for (const metric of METRICS) {
    const own = issues(metric);
    const seen = own.filter((issue) => heimr.isAlarm(scenario, issue));
    const pieces = specificity(heimr.gated, scenario, normalPieces(scenario, targetOf(scenario, metric)));
    console.log(
      `Heimr's own gate, ${metric}: ${seen.length} of ${own.length} issues are an alarm, ${pieces.n - pieces.empty} of ${pieces.n} pieces of normal time are (specificity ${share(pieces.share)})`,
    );
    const missed = own.filter((issue) => !seen.includes(issue)).map(({ name, cause }) => `${name} (${cause})`);
    if (missed.length > 0) console.log(`  no alarm: ${missed.join(', ')}`);
  }
  const wrong = scenario.issues
    .map((issue) => ({ issue, ranking: heimr.given(scenario, issue) }))
    .filter(({ issue, ranking }) => ranking[0]?.node !== issue.cause);
  for (const { issue, ranking } of wrong)
    console.log(`  missed by Heimr: ${issue.name}, ${issue.cause}; named ${ranking.map(({ node }) => node).join(', ') || 'nothing'}`);
}

/** What the issues of a metric are about: the same node in all of them. */
export function targetOf({ issues }, metric) {
  return issues.find(({ target }) => target.metric === metric).target;
}
