/*
 * The published protocol (Hardt et al. 2024): each method names nodes with scores for every issue, highest first; top-k is the share of issues whose labelled
 * node is among the first k; no answer is a miss. Specificity: the normal time is cut at half of its rows and a tenth of them later each time, as long as
 * more than three rows follow; what follows is given as abnormal, and the share of empty answers counts.
 */
const LEAST_AFTER_CUT = 3;
/** Rows of an issue; the alarm falls into the second one. */
const ISSUE_ROWS = 5;

/**
 * Chance that a node is among the first k where equal scores are put in random order: where scores are often the same (MAD 0 makes all infinite) the
 * order of columns would decide.
 */
export function hit(ranking, cause, k) {
  const own = ranking.find(({ node }) => node === cause);
  if (!own) return 0;
  const above = ranking.filter(({ score }) => score > own.score).length;
  const same = ranking.filter(({ score }) => score === own.score).length;
  return Math.min(1, Math.max(0, (k - above) / same));
}

/** One score a node: its highest. */
export function byNode(scores) {
  const best = new Map();
  for (const { node, score } of scores) if (!best.has(node) || score > best.get(node)) best.set(node, score);
  return [...best].map(([node, score]) => ({ node, score })).sort((a, b) => b.score - a.score);
}

/** Top-1, top-3 and share of empty answers over issues. */
export function recall(method, scenario, issues) {
  const rankings = issues.map((issue) => ({ cause: issue.cause, ranking: method(scenario, issue) }));
  const share = (of) => rankings.reduce((sum, one) => sum + of(one), 0) / Math.max(1, rankings.length);
  return {
    n: issues.length,
    top1: share(({ ranking, cause }) => hit(ranking, cause, 1)),
    top3: share(({ ranking, cause }) => hit(ranking, cause, 3)),
    empty: share(({ ranking }) => (ranking.length === 0 ? 1 : 0)),
  };
}

/** Normal time as if it were an issue on the target: the protocol's cuts. */
export function normalCuts({ normal }, target) {
  const n = normal.stamps.length;
  const cuts = [];
  for (let at = Math.floor(n / 2); at < n - LEAST_AFTER_CUT; at += Math.floor(n * 0.1))
    cuts.push({ normal: normal.rows(0, at), issue: { target, abnormal: normal.rows(at), alarmedAt: null, cause: null } });
  return cuts;
}

/** Normal time in pieces as long as an issue, each against all that is left of it: many more cases than the protocol's five. */
export function normalPieces({ normal }, target) {
  const pieces = [];
  for (let from = 0; from + ISSUE_ROWS <= normal.stamps.length; from += ISSUE_ROWS) {
    const abnormal = normal.rows(from, from + ISSUE_ROWS);
    const rest = normal.without(from, from + ISSUE_ROWS);
    // As in the issues, the alarm falls in the second row.
    pieces.push({ normal: rest, issue: { target, abnormal, alarmedAt: abnormal.stamps[1] + 1, cause: null } });
  }
  return pieces;
}

/** Share of normal times that a method names nothing for. */
export function specificity(method, scenario, times) {
  const empty = times.filter(({ normal, issue }) => method({ ...scenario, normal }, issue).length === 0).length;
  return { n: times.length, empty, share: empty / Math.max(1, times.length) };
}
