/*
 * A case of PetShop as what Heimr's own locating reads: signals of requests served, calls of the graph, healthy parts and the part that is wrong. Nothing
 * is decided here: a rate stands at the end of its time, as everywhere in Heimr, and an edge that nobody measured has no values.
 */

/** A row's time, s. */
const ROW_S = 300;

/** Nodes that a node reaches along calls, itself included: what its waiting and failures can come from. */
export function reachable(graph, from) {
  const found = new Set([from]);
  for (const node of found) for (const callee of graph.get(node) ?? []) found.add(callee);
  return found;
}

/**
 * The case of an alarm on a node. Rows before the one in which the alarm falls are healthy, like the normal ones; that row is neither healthy nor sick,
 * since it holds both.
 * @param scenario graph and normal metrics
 * @param abnormal rows around the alarm
 * @param alarmedAt moment of the alarm, s; null where the whole of the rows is in question
 */
export function caseOf({ graph, normal }, abnormal, node, alarmedAt) {
  const tables = [abnormal, normal].filter(({ stamps }) => stamps.length > 0).sort((a, b) => a.stamps[0] - b.stamps[0]);
  const end = (stamp) => (stamp + ROW_S) * 1000;
  const window = (stamps) => ({ start: end(stamps[0]), end: end(stamps.at(-1)) });
  const before = alarmedAt === null ? [] : abnormal.stamps.filter((stamp) => stamp + ROW_S <= alarmedAt);
  const sick = abnormal.stamps.filter((stamp) => alarmedAt === null || stamp >= alarmedAt);
  const healthy = [normal.stamps, before].filter((stamps) => stamps.length > 0).map(window);
  const anomaly = window(sick);
  const nodes = reachable(graph, node);
  return {
    metrics: {
      signals: [...nodes].flatMap((one) => signalsOf(one, tables)),
      scrapeInterval: ROW_S * 1000,
      calls: [...nodes].flatMap((client) => (graph.get(client) ?? []).map((server) => callOf(client, server))),
    },
    target: {
      window: anomaly,
      anomalies: [],
      healthy: healthy.sort((a, b) => a.start - b.start),
      requests: [],
    },
    anomaly,
  };
}

/** Requests, failures and mean duration of a node; none where it was never seen. */
export function signalsOf(node, tables) {
  const times = tables.flatMap(({ stamps }) => stamps.map((stamp) => (stamp + ROW_S) * 1000));
  const column = (metric, statistic) => tables.flatMap((table) => table.column(node, metric, statistic));
  const requests = column('requests', 'Sum');
  const availability = column('availability', 'Average');
  const latency = column('latency', 'Average');
  if (latency.every((value) => value === null)) return [];
  // A node without requests has no failures either; where only the availability is missing, nothing is known of them.
  const failed = requests.map((count, i) =>
    count === 0 ? 0 : count === null || availability[i] === null ? null : (count * (100 - availability[i])) / 100,
  );
  const perSecond = (counts) => counts.map((count) => (count === null ? null : count / ROW_S));
  return [
    signal('http-server-requests', '1/s', 'traffic', node, times, perSecond(requests)),
    signal('http-server-failed', '1/s', 'errors', node, times, perSecond(failed)),
    signal('http-server-duration', 's', 'latency', node, times, latency),
  ];
}

function callOf(client, server) {
  return {
    client,
    server,
    from: 'service-graph',
    requests: signal('calls', '1/s', 'traffic', server, [], []),
    failed: null,
    duration: null,
  };
}

function signal(id, unit, type, service, times, values) {
  return {
    id,
    title: id,
    unit,
    type,
    bad: type === 'traffic' ? 'either' : 'up',
    warn: null,
    critical: null,
    subject: 'service',
    service,
    instance: null,
    labels: {},
    times,
    values,
    query: '',
  };
}
