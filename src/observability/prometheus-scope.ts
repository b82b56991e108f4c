import type { Signal } from '../model/telemetry.js';

/** A figure that the user wants to see, in PromQL. */
export interface CustomMetric {
  /** PromQL that gives one or more series. */
  query: string;
  title: string;
  /** Unit of the values, such as `s`, `1/s`, `ratio`; empty where it has none. */
  unit: string;
  /** Which change is bad. */
  direction: Signal['bad'];
}

/** What of a Prometheus belongs to the system under test. */
export interface PrometheusScope {
  /** Selector that all series must meet, such as `{namespace="web"}`; without it, all that the backend holds. */
  match?: string;
  /** Figures beside those of the packs. */
  queries?: readonly CustomMetric[];
  /** Labels that name a service, best first, where the usual ones do not. */
  serviceLabels?: readonly string[];
}

/**
 * Conditions of a scope, without braces.
 * @param match as given, with or without braces
 * @returns empty for none; null where it is no list of conditions
 */
export function scopeMatchers(match: string | undefined): string | null {
  const text = (match ?? '').trim();
  const inside = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
  const conditions = inside.trim().replace(/,$/, '');
  return conditions === '' || CONDITIONS.test(conditions) ? conditions : null;
}

const CONDITION = String.raw`\s*(?:[a-zA-Z_][a-zA-Z0-9_]*|"(?:[^"\\]|\\.)+")\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*`;
const CONDITIONS = new RegExp(`^${CONDITION}(?:,${CONDITION})*$`);
