import type { Window } from '../model/window.js';
import type { Asker } from './asker.js';
import { readNames } from './loki-answers.js';
import { LOKI_API } from './loki-client.js';
import { nanoseconds } from './loki-query.js';

/** Labels that name a service, most telling first: Loki's own, then those of agents and charts. */
const SERVICE_LABELS = [
  'service_name',
  'service',
  'app',
  'app_kubernetes_io_name',
  'application',
  'k8s_deployment_name',
  'deployment',
  'container',
  'container_name',
  'component',
  'compose_service',
  'job',
  'unit',
  'syslog_identifier',
];
/** Labels that say where, at which level, of whom: never which service. */
const NO_SERVICE =
  /^__|level|severity|lvl|file|path|stream|host|node|pod|instance|namespace|cluster|region|zone|env|stage|tenant|team|owner|version|image|(?:^|_)(?:ip|id|uid|hash|os|arch)(?:_|$)/i;
/** Labels whose values are looked at. */
const MAX_LOOKED = 6;
/** With more values than this, a label names something smaller than a service. */
const MAX_VALUES = 200;

/**
 * Label that names the service: a known one, else the one that tells most things apart without being an id.
 * @param names all labels
 * @returns `guessed` where it is none of the known ones; null where none will do
 */
export async function serviceLabel(
  asker: Asker,
  names: readonly string[],
  window: Window,
): Promise<{ name: string; guessed: boolean } | null> {
  const known = SERVICE_LABELS.find((name) => names.includes(name));
  if (known !== undefined) return { name: known, guessed: false };
  let best: { name: string; values: number } | null = null;
  for (const name of names.filter((one) => /^[a-zA-Z_]\w*$/.test(one) && !NO_SERVICE.test(one)).slice(0, MAX_LOOKED)) {
    const path = `${LOKI_API}/label/${name}/values`;
    const outcome = await asker.ask({
      title: `values of label ${name}`,
      query: path,
      window,
      request: {
        method: 'GET',
        path,
        params: [
          ['start', String(nanoseconds(window.start))],
          ['end', String(nanoseconds(window.end))],
        ],
      },
      read: readNames,
    });
    if (outcome.status !== 'answered') continue;
    const values = outcome.value.length;
    const words = outcome.value.every((value) => /[A-Za-z]{2}/.test(value) && !/\d{5,}|[0-9a-f]{8,}/.test(value));
    if (words && values > 1 && values <= MAX_VALUES && values > (best?.values ?? 0)) best = { name, values };
  }
  return best === null ? null : { name: best.name, guessed: true };
}
