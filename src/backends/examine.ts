/** Looks at backends in the order in which things go wrong: address, access, kind, clock, scope, data. Stops at what makes the rest pointless. */

import type { BackendScopes } from '../model/scope.js';
import type { Window } from '../model/window.js';
import { Asker, type Outcome } from '../observability/asker.js';
import { type BackendReply, type Connection, ConnectionError, type ConnectionFailure } from '../observability/connection.js';
import { errorText, shownText } from '../observability/reply-text.js';
import { type Examination, fine, type Kind, notChecked, type Point, wrong } from './examination.js';
import { lokiKind } from './examine-loki.js';
import { prometheusKind } from './examine-prometheus.js';
import { tempoKind } from './examine-tempo.js';

/** A way to a backend, and what of it belongs to the system under test. */
interface Reached<Scope> {
  connection: Connection;
  scope: Scope;
}

/** Backends to look at. */
export type Examinable = { [Name in keyof BackendScopes]?: Reached<NonNullable<BackendScopes[Name]>> };

/** Clocks that differ by no more are together: the date of an answer has whole seconds. */
const CLOCK_TOLERANCE_MS = 2000;

/**
 * @param backends those that are set
 * @param window time in which they should have data
 */
export async function examine({ prometheus, loki, tempo }: Examinable, window: Window): Promise<Examination[]> {
  const all = await Promise.all([
    prometheus ? examineOne(prometheusKind, prometheus, window) : null,
    loki ? examineOne(lokiKind, loki, window) : null,
    tempo ? examineOne(tempoKind, tempo, window) : null,
  ]);
  return all.filter((one) => one !== null);
}

async function examineOne<Scope>(kind: Kind<Scope>, { connection, scope }: Reached<Scope>, window: Window): Promise<Examination> {
  const first = await entry(kind, connection);
  const points = [...first.points];
  if (first.reply === null) points.push(...['clock', 'scope', 'data'].map((title) => notChecked(title, 'it could not be asked')));
  else {
    const asker = new Asker(connection);
    const version = await kind.version(asker);
    points.push(
      fine('kind', version.status === 'answered' ? version.value : `it speaks like ${kind.name}, and does not tell its version`),
      clock(first.reply.clockOffset),
      ...(await contents(kind, asker, scope, window)),
    );
  }
  return { backend: kind.backend, url: connection.url, points };
}

/** Whether it is there, lets us in, and is what it should be. @returns its answer where all three are so */
async function entry<Scope>(kind: Kind<Scope>, connection: Connection): Promise<{ points: Point[]; reply: BackendReply | null }> {
  let reply: BackendReply;
  try {
    reply = await connection.send(kind.probe);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const points = [
      wrong('address', error.message, ADVICE[error.failure]),
      ...['access', 'kind'].map((title) => notChecked(title, UNREACHED)),
    ];
    return { points, reply: null };
  }
  const there = fine('address', 'it answers');
  if (reply.status === 401 || reply.status === 403) {
    const said = `it answered ${reply.status}: ${shownText(errorText(reply))}`;
    const todo = `Give bearer, basic, headers or tenant under ${kind.backend} in heimr.yaml, or mend them.`;
    return { points: [there, wrong('access', said, todo), notChecked('kind', 'it does not let us in')], reply: null };
  }
  const not = foreign(kind, reply);
  if (not === null) return { points: [there, fine('access', 'it lets us in')], reply };
  return { points: [there, notChecked('access', 'not before its kind is right'), wrong('kind', not, kind.advice)], reply: null };
}

const UNREACHED = 'it could not be reached';

/** Why an answer is none of this kind's; null where it is one. */
function foreign<Scope>({ name, readProbe }: Kind<Scope>, reply: BackendReply): string | null {
  if (reply.status < 200 || reply.status > 299)
    return `it does not speak like ${name}: it answered ${reply.status}, ${shownText(errorText(reply))}`;
  try {
    readProbe(reply);
    return null;
  } catch (error) {
    return `it does not speak like ${name}: ${shownText(error instanceof Error ? error.message : 'its answer cannot be read')}`;
  }
}

function clock(offset: number | null): Point {
  if (offset === null) return notChecked('clock', 'its answers have no date');
  const seconds = Math.round(Math.abs(offset) / 1000);
  if (Math.abs(offset) <= CLOCK_TOLERANCE_MS) return fine('clock', "together with this machine's, to a second or two");
  const way = offset > 0 ? 'ahead of' : 'behind';
  const flag = `--clock-offset ${offset > 0 ? '' : '-'}${seconds}s`;
  return wrong(
    'clock',
    `${seconds} s ${way} this machine's`,
    `Set both clocks by NTP. If the load tool ran here, ${flag} makes up for it.`,
  );
}

async function contents<Scope>(kind: Kind<Scope>, asker: Asker, scope: Scope, window: Window): Promise<Point[]> {
  const { name } = kind;
  const text = kind.scopeText(scope);
  const all = await kind.data(asker, window, null);
  const scoped = text === null ? all : await kind.data(asker, window, scope);
  const failed = (outcome: Outcome<string>): string => (outcome.status === 'failed' ? outcome.message : '');
  if (text !== null && scoped.status === 'failed')
    return [
      wrong('scope', `${text}: ${failed(scoped)}`, `Try it in ${name} itself; check quotes and braces.`),
      notChecked('data', 'the scope has to be mended first'),
    ];
  if (all.status === 'failed') return [notChecked('scope', 'it could not be asked'), wrong('data', failed(all), 'Mend what it says.')];
  if (all.status === 'no-data') {
    const todo = `Check the time (--from, --to), the clocks, and how long ${name} keeps its data.`;
    return [notChecked('scope', `${name} holds nothing of this time`), wrong('data', `${name} holds nothing of this time`, todo)];
  }
  if (text === null) return [fine('scope', 'none is set: all that it holds is taken'), fine('data', all.value)];
  if (scoped.status === 'answered') return [fine('scope', text), fine('data', scoped.value)];
  const todo = `Check names and values of its conditions. Without it there is: ${all.value}.`;
  return [wrong('scope', `nothing meets ${text}`, todo), notChecked('data', 'the scope has to be mended first')];
}

const ADVICE: Readonly<Record<ConnectionFailure, string>> = {
  timeout: 'Check host and port, and whether a firewall or proxy stands between; a slow one needs a longer timeout in heimr.yaml.',
  unreachable: 'Check host and port, and that it runs; from a container, 127.0.0.1 is the container itself.',
  tls: 'Give the certificate of its authority (tls.ca in heimr.yaml), or for a test only tls.insecure: true.',
  'too-large': 'Check that the address is that of a backend.',
  redirect: 'Open the address in a browser, and give the one that it ends at; behind a login, give credentials.',
  broken: 'Check that the port speaks HTTP, and the log of whatever listens there.',
  'not-recorded': '',
  aborted: 'Try again.',
};
