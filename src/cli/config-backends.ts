/** `prometheus`, `loki`, `tempo` and `grafana` of heimr.yaml. */

import * as z from 'zod';
import type { BackendChoice, GrafanaChoice } from './backend-choices.js';
import { scalar } from './config-scalar.js';
import { parseAddress, parseBoolean, parseDirection, parseDuration, parseText } from './values.js';

const fields = z
  .map(z.string(), z.unknown(), { error: 'must be an address, or a map of keys and values' })
  .transform((map) => Object.fromEntries(map));
const text = scalar(parseText);
const headers = z.map(z.string().min(1), z.string({ error: 'must be a text' }), { error: 'must be a map of names and values' });
const basic = fields.pipe(z.strictObject({ user: text, password: text }));
const tls = fields.pipe(
  z.strictObject({ ca: text.optional(), cert: text.optional(), key: text.optional(), insecure: scalar(parseBoolean).optional() }),
);
const query = fields.pipe(
  z.strictObject({ title: text, query: text, unit: text.optional(), direction: scalar(parseDirection).optional() }),
);

const connection = {
  url: scalar(parseAddress),
  headers: headers.transform((map) => Object.fromEntries(map)).optional(),
  bearer: text.optional(),
  basic: basic.optional(),
  tenant: text.optional(),
  tls: tls.optional(),
  proxy: scalar(parseAddress).optional(),
  timeout: scalar(parseDuration).optional(),
};

/** Keys that each of them may hold. */
export const BACKEND_KEYS = {
  prometheus: [...Object.keys(connection), 'match', 'queries'],
  loki: [...Object.keys(connection), 'selector'],
  tempo: [...Object.keys(connection), 'filter'],
  grafana: ['url', 'prometheus', 'loki', 'tempo'],
} as const;

const prometheus = fields.pipe(
  z.strictObject({ ...connection, match: text.optional(), queries: z.array(query, { error: 'must be a list of queries' }).optional() }),
);
const loki = fields.pipe(z.strictObject({ ...connection, selector: text.optional() }));
const tempo = fields.pipe(z.strictObject({ ...connection, filter: text.optional() }));
const grafana = fields.pipe(
  z.strictObject({ url: connection.url, prometheus: text.optional(), loki: text.optional(), tempo: text.optional() }),
);

type Parsed = Partial<z.infer<typeof prometheus>> & Partial<z.infer<typeof loki>> & Partial<z.infer<typeof tempo>> & { url: string };

/** An address alone, or a map. No union: of that only "invalid" would be said, whatever is wrong in it. */
function orAddress<T extends z.ZodType<{ url: string }>>(schema: T) {
  return z.preprocess((value) => (typeof value === 'string' ? new Map([['url', value]]) : value), schema);
}

function choiceOf({ queries, match, selector, filter, ...settings }: Parsed): BackendChoice {
  const scope = {
    ...(match === undefined ? {} : { match }),
    ...(selector === undefined ? {} : { selector }),
    ...(filter === undefined ? {} : { filter }),
    ...(queries === undefined
      ? {}
      : { queries: queries.map(({ unit = '', direction = 'either' as const, ...same }) => ({ ...same, unit, direction })) }),
  };
  return { ...(Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as { url: string }), scope };
}

/** The values of the keys. */
export const BACKEND_SCHEMAS = {
  prometheus: orAddress(prometheus).transform(choiceOf).optional(),
  loki: orAddress(loki).transform(choiceOf).optional(),
  tempo: orAddress(tempo).transform(choiceOf).optional(),
  grafana: orAddress(grafana)
    .transform(
      (value): GrafanaChoice =>
        Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as unknown as GrafanaChoice,
    )
    .optional(),
};
