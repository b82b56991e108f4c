import type { Said } from './authored.js';

/*
 * Written after the checks and in other words than the corpus they were made with, to see what they are worth on what they do not know. Their first
 * result stands in docs/llm/verification.md; what they showed was mended afterwards.
 */

/** A claim on a run: what it says, and whether it is true. */
export interface HeldOut {
  case: string;
  isTrue: boolean;
  said: Said;
}

const right = (on: string, ...said: Said): HeldOut => ({ case: on, isTrue: true, said });
const lie = (on: string, ...said: Said): HeldOut => ({ case: on, isTrue: false, said });

export const HELD_OUT: readonly HeldOut[] = [
  right(
    'pool of orders',
    'happened',
    'For five minutes, buyers at "checkout" had to be patient: 2.4 seconds instead of 57 milliseconds.',
    'F1',
  ),
  right('pool of orders', 'happened', 'Median latency on "checkout" jumped by 2.3 s.', 'F1'),
  right('pool of orders', 'happened', 'The offered load stayed level at about 12 requests per second.', 'F1'),
  right('pool of orders', 'cause', '"orders" had every one of its 8 database connections busy.', 'C1', 'E1'),
  right('pool of orders', 'cause', 'Twelve seconds before users noticed, all connections of "orders" were taken.', 'E1', 'F1', 'C1'),
  right('pool of orders', 'evidence', 'The p95 went up to 5.95 s.', 'F1'),
  right('pool of orders', 'against', 'Most endpoints (4 of 5) did not get slower.', 'X1'),
  right('pool of orders, failing', 'happened', 'More than one in five requests to "checkout" failed: 352 out of 1600.', 'F1'),
  right('pool of orders, failing', 'happened', 'The failure rate of "checkout" reached 22 percent.', 'F1'),
  right(
    'garbage collection',
    'cause',
    '"catalog" spent a third of its time (34 %) on garbage collection, compared with 2 % earlier.',
    'C1',
    'E1',
  ),
  right('garbage collection', 'evidence', 'Its heap more than tripled, from 310 MB to just over 1 GB.', 'E2'),
  right('CPU', 'cause', 'CPU use on "recommendations" climbed to 99 %.', 'C1', 'E1'),
  right('CPU', 'happened', 'Latency grew about tenfold.', 'F1'),
  right('slow query', 'cause', 'One statement on "postgresql" needed 131 ms; it used to need 4.2 ms.', 'C1', 'E1'),
  right('slow query', 'evidence', 'Traces show "catalog" waiting on "postgresql" for 93 % of the span.', 'E2'),
  right('lock', 'cause', 'In "postgresql", 14 sessions were queued behind a lock.', 'C1', 'E1'),
  right('lock', 'happened', 'About 3 % of the "checkout" requests failed.', 'F1'),
  right('cache', 'cause', 'The share of cache hits in "redis" collapsed to 11 %.', 'C1', 'E1'),
  right('slow dependency', 'cause', '"payments" answered "orders" in 352 ms rather than 21 ms.', 'C1', 'E1'),
  right('bad deployment', 'evidence', 'From then on "search-api" wrote 230 error lines.', 'E2'),
  right('disk', 'cause', 'Disk time on "db-host" hit 100 %.', 'C1', 'E1'),
  right('restart', 'cause', '"inventory" went down and was restarted once.', 'C1', 'E1'),
  right('network', 'evidence', 'The network round trip went from under a millisecond to 120 ms.', 'E1'),
  right('steady', 'happened', 'Half of all answers arrived within 64 ms.', 'K1'),
  right('ramp', 'ruled-out', 'There is no sign of a standstill.', 'N5'),
  right('no telemetry, slow', 'cause', 'It cannot be said what caused this.', 'F1'),
  right('dropped iterations', 'happened', 'Roughly one eighth of the planned iterations, 636, never ran.', 'F1'),
  lie('pool of orders', 'happened', 'Latency on "checkout" improved to 57 ms under load.', 'F1'),
  lie('pool of orders', 'happened', 'The typical "checkout" answer needed 2.4 minutes.', 'F1'),
  lie('pool of orders', 'happened', 'At its worst a request took 2380 ms.', 'F1'),
  lie('pool of orders', 'happened', 'The p99 of "checkout" was 5.95 s.', 'F1'),
  lie('pool of orders', 'happened', 'Load had risen to 57 requests per second.', 'F1'),
  lie('pool of orders', 'cause', '"orders" used 3 of its 8 connections when users waited.', 'C1', 'E1'),
  lie('pool of orders', 'cause', 'The pool of "orders" was configured with 50 connections.', 'C1', 'E1'),
  lie('pool of orders', 'cause', 'Users noticed first; only afterwards were the connections of "orders" all in use.', 'C1', 'E1', 'F1'),
  lie('pool of orders', 'cause', 'A thread pool in the gateway starved.', 'C1', 'E1'),
  lie('pool of orders', 'evidence', 'The wait for a connection lasted 2210 s.', 'E2'),
  lie('pool of orders', 'against', 'All 5 endpoints show the same rise.', 'X1'),
  lie('pool of orders', 'ruled-out', 'The load generator was at its limit.', 'N1'),
  lie('pool of orders, failing', 'happened', 'Almost every request failed: 1,600 of 1,600.', 'F1'),
  lie('pool of orders, failing', 'happened', 'Only 22 requests failed.', 'F1'),
  lie('garbage collection', 'cause', '"catalog" spent 66 % of its time collecting garbage.', 'C1', 'E1'),
  lie('garbage collection', 'evidence', 'Its heap went from 1.02 GB down to 310 MB.', 'E2'),
  lie('garbage collection', 'cause', 'The garbage collector of "payments" paused.', 'C1', 'E1'),
  lie('CPU', 'cause', 'CPU use on "recommendations" fell to 40 %.', 'C1', 'E1'),
  lie('CPU', 'happened', 'Latency doubled.', 'F1'),
  lie('slow query', 'cause', 'One statement on "postgresql" needed 4.2 ms; it used to need 131 ms.', 'C1', 'E1'),
  lie('slow query', 'cause', 'A table of "postgresql" with 93 million rows was scanned.', 'C1', 'E1', 'E2'),
  lie('lock', 'cause', 'In "postgresql", 41 sessions were queued behind a lock.', 'C1', 'E1'),
  lie('lock', 'cause', 'A deadlock in "mongodb" blocked everything.', 'C1', 'E1'),
  lie('cache', 'cause', 'Cache hits in "redis" went up to 96 %.', 'C1', 'E1'),
  lie('cache', 'evidence', 'Nine out of ten lookups in "redis" still hit.', 'E1'),
  lie('slow dependency', 'cause', '"payments" answered "orders" in 21 ms rather than 352 ms.', 'C1', 'E1'),
  lie('slow dependency', 'cause', 'Packets were lost between "orders" and "payments".', 'C1', 'E1'),
  lie('bad deployment', 'evidence', 'From then on "search-api" wrote 230 errors per second.', 'E2'),
  lie('bad deployment', 'cause', 'Two versions of "search-api" were rolled back.', 'C1', 'E1'),
  lie('disk', 'cause', 'Disk time on "db-host" stayed at 12 %.', 'C1', 'E1'),
  lie('restart', 'cause', '"inventory" was restarted 57 times.', 'C1', 'E1', 'E2'),
  lie('network', 'evidence', 'The round trip grew to 120 s.', 'E1'),
  lie('steady', 'happened', 'Half of all answers took longer than 451 ms.', 'K1'),
  lie('steady', 'happened', 'Response times crept upwards towards the end.', 'K1'),
  lie('ramp', 'cause', 'Nothing explains it but the database.', 'K1'),
  lie('no telemetry, slow', 'cause', 'It cannot be the network, so it must be the database.', 'F1'),
  lie('no telemetry, failing', 'happened', 'The system handled the load well.', 'F1'),
  lie('dropped iterations', 'happened', 'The system dropped 636 requests of its users.', 'F1'),
  lie('dropped iterations', 'cause', 'The system was too slow for the planned load.', 'C1', 'F1'),
];
