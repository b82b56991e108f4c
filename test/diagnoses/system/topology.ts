import type { Statement } from './database.js';

/** One thing that a service does for a request. */
export type Step =
  | { compute: number }
  | { wait: number }
  | { query: Statement; times?: number }
  | { call: string; route: string }
  | { parallel: Step[][] }
  | { cache: string; hit: number; miss: Step[] };

/** What a service is and does. */
export interface ServiceSpec {
  version: string;
  /** Connections to the database; 0 = none. */
  pool: number;
  /** Heap that it may use, MB. */
  heapLimit: number;
  /** Steps by route. */
  routes: Readonly<Record<string, readonly Step[]>>;
}

/** A system and how users use it. */
export interface Topology {
  name: string;
  entry: string;
  cores: number;
  services: Readonly<Record<string, ServiceSpec>>;
  /** What users ask for: label, route of the entry, weight. */
  users: readonly { label: string; route: string; weight: number }[];
}

const read = (table: string, cpu: number, where = 'id'): Step => ({
  query: { text: `SELECT * FROM ${table} WHERE ${where} = $1`, table, cpu, writes: false },
});
const write = (table: string, cpu: number): Step => ({
  query: { text: `UPDATE ${table} SET state = $2 WHERE id = $1`, table, cpu, writes: true },
});
const service = (pool: number, routes: ServiceSpec['routes'], version = '1.8.0'): ServiceSpec => ({
  version,
  pool,
  heapLimit: 160,
  routes,
});

/** Tickets for concerts: a gate, four services below, one of which calls two more. */
export const tickets: Topology = {
  name: 'tickets',
  entry: 'gate',
  cores: 4,
  services: {
    gate: service(0, {
      'GET /events/:id': [{ compute: 0.5 }, { call: 'events', route: 'GET /event/:id' }],
      'GET /seats': [
        { compute: 0.5 },
        { parallel: [[{ call: 'seats', route: 'GET /free' }], [{ call: 'pricing', route: 'POST /quote' }]] },
      ],
      'POST /bookings': [{ compute: 0.8 }, { call: 'booking', route: 'POST /book' }],
    }),
    events: service(8, { 'GET /event/:id': [{ cache: 'event', hit: 0.9, miss: [read('events', 16), read('venues', 3)] }] }),
    seats: service(8, { 'GET /free': [read('seats', 2.5, 'event_id')], 'POST /hold': [read('seats', 1), write('seats', 1.2)] }),
    pricing: service(0, { 'POST /quote': [{ compute: 6 }] }),
    booking: service(6, {
      'POST /book': [
        { call: 'seats', route: 'POST /hold' },
        read('customers', 0.8),
        { call: 'ledger', route: 'POST /entry' },
        write('bookings', 1),
      ],
    }),
    ledger: service(4, { 'POST /entry': [{ wait: 18 }, write('entries', 0.8)] }),
  },
  users: [
    { label: 'event page', route: 'GET /events/:id', weight: 45 },
    { label: 'seat map', route: 'GET /seats', weight: 30 },
    { label: 'book', route: 'POST /bookings', weight: 25 },
  ],
};

/** Films on demand: a long chain, and a service that half of the others call. */
export const films: Topology = {
  name: 'films',
  entry: 'web',
  cores: 2,
  services: {
    web: service(0, {
      'GET /home': [{ compute: 1 }, { call: 'feed', route: 'GET /feed/:user' }],
      'GET /film/:id': [{ compute: 0.7 }, { call: 'catalogue', route: 'GET /title/:id' }, { call: 'accounts', route: 'GET /rights/:user' }],
      'POST /play': [{ compute: 0.7 }, { call: 'playback', route: 'POST /session' }],
    }),
    feed: service(0, {
      'GET /feed/:user': [
        { call: 'ranking', route: 'POST /rank' },
        { call: 'catalogue', route: 'GET /titles' },
      ],
    }),
    ranking: service(0, { 'POST /rank': [{ compute: 5 }] }),
    catalogue: service(6, {
      'GET /title/:id': [{ cache: 'title', hit: 0.85, miss: [read('titles', 5)] }],
      'GET /titles': [read('titles', 3, 'shelf')],
    }),
    accounts: service(5, { 'GET /rights/:user': [read('rights', 1.2, 'user_id')] }),
    playback: service(6, {
      'POST /session': [
        { call: 'accounts', route: 'GET /rights/:user' },
        { call: 'licences', route: 'POST /licence' },
        write('sessions', 1),
      ],
    }),
    licences: service(0, { 'POST /licence': [{ compute: 1 }, { wait: 25 }] }),
  },
  users: [
    { label: 'home', route: 'GET /home', weight: 40 },
    { label: 'film', route: 'GET /film/:id', weight: 35 },
    { label: 'play', route: 'POST /play', weight: 25 },
  ],
};
