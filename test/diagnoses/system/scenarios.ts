import type { Condition } from './service.js';
import { type Plan, type System, TIMES } from './system.js';
import { films, type Topology, tickets } from './topology.js';

/** A system, what happens to it, and what then is right to say. */
export interface Scenario {
  name: string;
  topology: Topology;
  plan: Plan;
  /** `cause@service` that are right; none where nothing is wrong. */
  wanted: readonly string[];
}

/** Something that is wrong from the onset until it is mended. */
const fault = (on: (system: System) => void, off: (system: System) => void): Plan => ({
  events: [
    { at: TIMES.onset, act: on },
    { at: TIMES.mended, act: off },
  ],
});
/** A condition of a service from the onset until it is mended. */
const condition = (service: string, change: Partial<Condition>): Plan => {
  let before: object = {};
  return fault(
    (system) => {
      before = { ...system.service(service).condition };
      Object.assign(system.service(service).condition, change);
    },
    (system) => Object.assign(system.service(service).condition, before),
  );
};
const delay = (edge: string, ms: number): Plan =>
  fault(
    ({ world }) => world.delays.set(edge, ms),
    ({ world }) => world.delays.delete(edge),
  );
const at = (topology: Topology, kind: string, place: string, plan: Plan, also: readonly string[] = []): Scenario => ({
  name: `${kind} at ${place} of ${topology.name}`,
  topology,
  plan,
  wanted: [`${kind}@${place}`, ...also],
});

/** Faults of kinds that no recording shows. */
export const newKinds: readonly Scenario[] = [
  at(tickets, 'dependency-errors', 'ledger', condition('ledger', { failing: 0.3 })),
  at(tickets, 'dependency-errors', 'pricing', condition('pricing', { failing: 0.15 })),
  at(films, 'dependency-errors', 'accounts', condition('accounts', { failing: 0.2 })),
  at(tickets, 'cpu-saturation', 'pricing', condition('pricing', { heavier: 13 })),
  at(tickets, 'cpu-saturation', 'events', condition('events', { heavier: 90 })),
  at(films, 'cpu-saturation', 'ranking', condition('ranking', { heavier: 14 })),
  at(films, 'cpu-saturation', 'catalogue', condition('catalogue', { heavier: 60 })),
  at(tickets, 'rate-limit', 'booking', condition('booking', { limit: 4 })),
  at(tickets, 'rate-limit', 'gate', condition('gate', { limit: 20 })),
  at(films, 'rate-limit', 'licences', condition('licences', { limit: 5 })),
  at(tickets, 'restart', 'seats', { events: [{ at: TIMES.onset, act: (system) => system.service('seats').restart(6000, false) }] }),
  at(films, 'restart', 'accounts', { events: [{ at: TIMES.onset, act: (system) => system.service('accounts').restart(9000, true) }] }),
  at(
    tickets,
    'noisy-neighbour',
    'host',
    fault(
      ({ host }) => host.hog(Array.from({ length: 14 }, () => 'transcode')),
      ({ host }) => host.hog([]),
    ),
  ),
  at(
    films,
    'noisy-neighbour',
    'host',
    fault(
      ({ host }) => host.hog(Array.from({ length: 8 }, () => 'indexer')),
      ({ host }) => host.hog([]),
    ),
  ),
  at(tickets, 'network-delay', 'ledger', delay('booking>ledger', 60)),
  at(films, 'network-delay', 'accounts', delay('*>accounts', 80)),
  at(films, 'network-delay', 'catalogue', delay('web>catalogue', 40)),
  at(tickets, 'network-delay', 'postgresql', delay('events>postgresql', 50), ['network-delay@events']),
  at(tickets, 'n-plus-one', 'seats', condition('seats', { repeated: 25 })),
  at(films, 'n-plus-one', 'accounts', condition('accounts', { repeated: 20 })),
  at(tickets, 'event-loop-block', 'pricing', blocking('pricing', 3000, 700)),
  at(films, 'event-loop-block', 'accounts', blocking('accounts', 2500, 600)),
  at(
    tickets,
    'gc-pressure',
    'events',
    fault(
      (system) => Object.assign(system.service('events').process, { litter: 12, collection: 60 }),
      (system) => Object.assign(system.service('events').process, { litter: 0.6, collection: 1.5 }),
    ),
  ),
  at(
    tickets,
    'cpu-throttling',
    'pricing',
    fault(
      (system) => Object.assign(system.service('pricing').process, { quota: 0.075 }),
      (system) => Object.assign(system.service('pricing').process, { quota: Number.POSITIVE_INFINITY }),
    ),
  ),
];

/** Faults of kinds that recordings show, in other systems. */
export const knownKinds: readonly Scenario[] = [
  at(tickets, 'slow-dependency', 'ledger', condition('ledger', { later: 300 })),
  at(films, 'slow-dependency', 'licences', condition('licences', { later: 400 })),
  at(
    tickets,
    'pool-exhaustion',
    'seats',
    fault(
      (system) => {
        system.service('seats').process.pool.leaking = 8;
      },
      () => undefined,
    ),
  ),
  at(
    films,
    'pool-exhaustion',
    'playback',
    fault(
      (system) => {
        system.service('playback').process.pool.leaking = 6;
      },
      () => undefined,
    ),
  ),
  at(tickets, 'db-lock', 'booking', locking('bookings')),
  at(films, 'db-lock', 'playback', locking('sessions')),
  at(
    tickets,
    'slow-query',
    'seats',
    fault(
      ({ database }) => database.slower.set('seats', 50),
      ({ database }) => database.slower.delete('seats'),
    ),
  ),
  at(
    films,
    'slow-query',
    'accounts',
    fault(
      ({ database }) => database.slower.set('rights', 60),
      ({ database }) => database.slower.delete('rights'),
    ),
  ),
  at(tickets, 'cache-stampede', 'events', condition('events', { hasNoCache: true })),
  at(
    films,
    'memory-leak',
    'catalogue',
    fault(
      (system) => {
        system.service('catalogue').process.leak = 6;
      },
      (system) => {
        system.service('catalogue').process.leak = 0;
      },
    ),
  ),
  at(tickets, 'bad-deploy', 'seats', deploy('seats', { repeated: 25 }, '1.9.0', '1.8.0')),
  at(films, 'bad-deploy', 'accounts', deploy('accounts', { failing: 0.2 }, '1.9.0', '1.8.0')),
  at(
    films,
    'retry-storm',
    'web',
    fault(
      (system) => {
        Object.assign(system.service('web').condition, { timeout: 300, retries: 4 });
        system.service('playback').condition.later = 280;
      },
      (system) => {
        Object.assign(system.service('web').condition, { timeout: 10_000, retries: 0 });
        system.service('playback').condition.later = 0;
      },
    ),
    ['slow-dependency@playback'],
  ),
  at(
    tickets,
    'disk-io',
    'postgresql',
    fault(
      (system) => {
        system.database.diskMs = 45;
        system.hostMetrics.foreignWrites = 40e6;
      },
      (system) => {
        system.database.diskMs = 0.4;
        system.hostMetrics.foreignWrites = 0;
      },
    ),
  ),
  at(
    tickets,
    'generator-saturation',
    'load-generator',
    fault(
      ({ load }) => {
        load.workMs = 17;
        load.users = 15;
      },
      ({ load }) => {
        load.workMs = 0.3;
        load.users = 200;
      },
    ),
  ),
];

const healthy = (name: string, topology: Topology, plan: Plan): Scenario => ({
  name: `${name} of ${topology.name}`,
  topology,
  plan,
  wanted: [],
});
/** The same thing again and again, all through the run. */
const always = (every: number, act: (system: System) => void): Plan['events'] =>
  Array.from({ length: Math.floor((TIMES.end - TIMES.test) / every) }, (_, i) => ({ at: TIMES.test + i * every, act }));

/** Nothing is wrong, though not all is quiet. */
export const healthyRuns: readonly Scenario[] = [
  healthy('steady load', tickets, { events: [] }),
  healthy('steady load', films, { events: [] }),
  healthy('ramp', tickets, { events: [], rate: (time) => 8 + (34 * Math.max(0, time - TIMES.test)) / (TIMES.end - TIMES.test) }),
  healthy('step', films, { events: [], rate: (time) => (time < TIMES.onset ? 18 : 34) }),
  healthy('garbage collection', films, {
    events: always(9_000, (system) => system.service('catalogue').process.compute(70)(() => undefined)),
  }),
  healthy(
    'red herring: a job on the host',
    tickets,
    fault(
      ({ host }) => host.hog(['nightly-report']),
      ({ host }) => host.hog([]),
    ),
  ),
  healthy('red herring: a deployment that changes nothing', films, deploy('licences', {}, '1.9.0', '1.8.0')),
  healthy(
    'red herring: a writer on the disk',
    tickets,
    fault(
      (system) => {
        system.hostMetrics.foreignWrites = 25e6;
        system.database.diskMs = 1.2;
      },
      (system) => {
        system.hostMetrics.foreignWrites = 0;
        system.database.diskMs = 0.4;
      },
    ),
  ),
  healthy('red herring: errors in a log', films, {
    events: always(700, (system) => {
      if (system.clock.now > TIMES.onset && system.clock.now < TIMES.mended)
        system.recorder.log('ranking', 'error', 'could not send usage report', { attempt: 1 });
    }),
  }),
];

/** Two things at once. */
export const together: readonly Scenario[] = [
  {
    name: 'slow ledger and a limit at events of tickets',
    topology: tickets,
    plan: both(condition('ledger', { later: 300 }), condition('events', { limit: 8 })),
    wanted: ['slow-dependency@ledger', 'rate-limit@events'],
  },
  {
    name: 'computing ranking and a lock in playback of films',
    topology: films,
    plan: both(condition('ranking', { heavier: 13 }), locking('sessions')),
    wanted: ['cpu-saturation@ranking', 'db-lock@playback'],
  },
  {
    name: 'slow ledger, and a deployment of pricing that changes nothing, of tickets',
    topology: tickets,
    plan: both(condition('ledger', { later: 300 }), deploy('pricing', {}, '1.9.0', '1.8.0')),
    wanted: ['slow-dependency@ledger'],
  },
  {
    name: 'failing accounts, and a job on the host, of films',
    topology: films,
    plan: both(
      condition('accounts', { failing: 0.25 }),
      fault(
        ({ host }) => host.hog(['nightly-report']),
        ({ host }) => host.hog([]),
      ),
    ),
    wanted: ['dependency-errors@accounts'],
  },
  {
    name: 'network to ledger, and a cache that is colder, of tickets',
    topology: tickets,
    plan: both(
      delay('booking>ledger', 60),
      fault(
        ({ recorder }) => recorder.log('events', 'warn', 'cache is being rebuilt'),
        () => undefined,
      ),
    ),
    wanted: ['network-delay@ledger'],
  },
];

/** A service is slow, and tells nothing of itself meanwhile. */
export const unscraped: Scenario = {
  name: 'slow pricing that is not scraped, of tickets',
  topology: tickets,
  plan: both(
    condition('pricing', { later: 300 }),
    fault(
      (system) => Object.assign(system.service('pricing').process, { isScraped: false }),
      (system) => Object.assign(system.service('pricing').process, { isScraped: true }),
    ),
  ),
  wanted: ['slow-dependency@pricing'],
};

function both(one: Plan, other: Plan): Plan {
  return { events: [...one.events, ...other.events] };
}

/** One long computation every so often, ms, while the fault lasts. */
function blocking(service: string, every: number, ms: number): Plan {
  const events: Plan['events'][number][] = [];
  for (let at = TIMES.onset; at < TIMES.mended; at += every)
    events.push({ at, act: (system) => system.service(service).process.compute(ms)(() => undefined) });
  return { events };
}

function locking(table: string): Plan {
  const events: Plan['events'][number][] = [];
  for (let time = TIMES.onset; time + 4000 < TIMES.mended; time += 5000)
    events.push({
      at: time,
      act: ({ database, clock }) => {
        const release = database.lock(table, 'maintenance');
        clock.after(4000, release);
      },
    });
  return { events };
}

function deploy(service: string, change: Partial<Condition>, to: string, back: string): Plan {
  let before: object = {};
  return fault(
    (system) => {
      before = { ...system.service(service).condition };
      system.service(service).restart(200, true, to);
      Object.assign(system.service(service).condition, change);
    },
    (system) => {
      system.service(service).restart(200, true, back);
      Object.assign(system.service(service).condition, before);
    },
  );
}
