import type { Evidence } from '../model/evidence.js';
import { redact } from '../model/redact.js';
import type { Window } from '../model/window.js';

/** Where queries can be looked at. Data sources are the ids (uid) that Grafana has for them; without one, its default of that kind is taken. */
export interface Grafana {
  /** Address, with a path prefix if it has one. */
  url: string;
  prometheus?: string;
  loki?: string;
  tempo?: string;
}

/** Longer addresses are cut or refused by some browsers, mail programs and proxies. */
const LONGEST = 2000;
/** Share of the window that is shown on each side of it: what was before is what it is compared with. */
const MARGIN = 0.1;
/** Letters that addresses hold as they are, but Markdown and mail programs take for an end or for markup. */
const LEFT_PLAIN = /[!'()*~]/g;

const QUERY_FIELDS = {
  prometheus: (query: string) => ({ expr: query, range: true, instant: false }),
  loki: (query: string) => ({ expr: query, queryType: 'range' }),
  tempo: (query: string) => ({ query, queryType: 'traceql', limit: 20, tableType: 'traces' }),
} as const;

/**
 * Address of Grafana Explore (10.2 and later) with one query over a window, widened by a tenth on each side.
 * @returns null where there is no query that Explore could run, or the address would be too long
 */
export function grafanaLink(grafana: Grafana, { source, query, window }: Pick<Evidence, 'source' | 'query' | 'window'>): string | null {
  const address = base(grafana.url);
  if (address === null || !isKind(source) || window === null || !isQuery(source, query)) return null;
  const uid = grafana[source] ?? source;
  const pane = {
    datasource: uid,
    queries: [{ refId: 'A', datasource: { type: source, uid }, ...QUERY_FIELDS[source](query) }],
    range: widened(window),
  };
  // Only the pane is data: it holds names from backends.
  const panes = encodeURIComponent(JSON.stringify({ heimr: pane })).replace(LEFT_PLAIN, percent);
  const link = `${address}/explore?schemaVersion=1&panes=${panes}`;
  return link.length < LONGEST ? link : null;
}

/** The evidence with links to where its queries can be looked at. */
export function withLinks(evidence: readonly Evidence[], grafana: Grafana | undefined): Evidence[] {
  return evidence.map((one) => ({ ...one, link: grafana ? grafanaLink(grafana, one) : null }));
}

function isKind(source: string): source is keyof typeof QUERY_FIELDS {
  return Object.hasOwn(QUERY_FIELDS, source);
}

/** Whether it is a query, and no description of one. A query of which a secret would be masked elsewhere is none that can be linked. */
function isQuery(kind: keyof typeof QUERY_FIELDS, query: string): boolean {
  const text = query.trim();
  if (text === '' || redact(text) !== text) return false;
  if (kind === 'tempo') return /^\{.*\}$/s.test(text) || /^[0-9a-f]{32}$/i.test(text);
  if (kind === 'loki') return /^(\{|[a-z_]+ *(by *\(|without *\(|\())/.test(text);
  // In PromQL no two words follow one another unless one of them is a keyword.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  return [...bare.matchAll(/([a-z_:][\w:.]*)(?=\s+([a-z_:][\w:.]*))/gi)].every(
    ([, one = '', next = '']) => KEYWORDS.test(one) || KEYWORDS.test(next),
  );
}

const KEYWORDS = /^(by|without|on|ignoring|group_left|group_right|and|or|unless|offset|bool|atan2)$/;

/** Text of epoch milliseconds, as Explore wants them. */
function widened({ start, end }: Window): { from: string; to: string } {
  const more = (end - start) * MARGIN;
  return { from: String(Math.floor(start - more)), to: String(Math.ceil(end + more)) };
}

/** The address without user info, query and slash at its end; null where it is none of the web. */
function base(url: string): string | null {
  try {
    const address = new URL(url);
    if (address.protocol !== 'http:' && address.protocol !== 'https:') return null;
    return `${address.origin}${address.pathname.replace(/\/+$/, '')}`.replace(LEFT_PLAIN, percent);
  } catch {
    return null;
  }
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
