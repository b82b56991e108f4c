import type { Evidence } from '../model/analysis.js';
import type { LogTemplate } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import type { SignalChange } from '../observability/signal-change.js';
import type { Exhibit } from './dossier.js';

/** Characters of an id's part that comes from data. */
const MAX_ID = 60;

/** What an evidence's id may hold: names of services and statements are data. */
export function idPart(text: string): string {
  return text.replace(/[^\w.:-]+/g, '-').slice(0, MAX_ID);
}

/**
 * Evidence for one exhibit.
 * @param id stable id of it
 * @param query what shows it, where it is neither a change nor a template
 * @param window the trouble, on the backends' clock
 */
export function evidenceOf(id: string, exhibit: Exhibit, query: string, window: Window): Evidence {
  const { change, template, part } = exhibit;
  const base = { id, summary: sentence(exhibit.text), window, link: null, exemplars: [], series: null };
  if (change) return { ...base, source: 'prometheus', query: change.signal.query, facts: changeFacts(change) };
  if (template) {
    return {
      ...base,
      source: 'loki',
      query: templateQueryText(template.template),
      facts: [
        { name: 'lines per second while healthy', value: template.before, unit: '1/s' },
        { name: 'lines per second in the trouble', value: template.during, unit: '1/s' },
        { name: 'lines', value: template.lines, unit: 'lines' },
      ],
    };
  }
  if (part) {
    const isTrace = exhibit.family === 'traces';
    const calls = part.calls
      ? [
          { name: 'calls per request while healthy', value: part.calls.before, unit: 'calls' },
          { name: 'calls per request in the trouble', value: part.calls.during, unit: 'calls' },
        ]
      : [];
    return {
      ...base,
      source: isTrace ? 'tempo' : 'prometheus',
      query,
      facts: [
        { name: 'share', value: part.share, unit: 'ratio' },
        { name: 'excess', value: part.excess, unit: isTrace ? 'ms' : 's/s' },
        ...calls,
      ],
    };
  }
  return { ...base, source: SOURCES[exhibit.family], query, facts: [] };
}

/** Query that finds the lines of a template; where there is none, what to look for in words. */
export function templateQueryText({ query, service, text }: LogTemplate): string {
  return query === '' ? `${service ?? 'any service'}: ${text}` : query;
}

const SOURCES = { metrics: 'prometheus', events: 'prometheus', logs: 'loki', traces: 'tempo', results: 'results' } as const;

/** Figures of a change. */
export function changeFacts({ signal, before, during, peak, score, nBefore, nDuring }: SignalChange): Evidence['facts'] {
  if (signal.type === 'event')
    return [
      { name: 'events while healthy', value: before, unit: 'events' },
      { name: 'events in the trouble', value: during, unit: 'events' },
      { name: 'score', value: score, unit: 'healthy differences' },
    ];
  return [
    { name: 'median while healthy', value: before, unit: signal.unit },
    { name: 'median in the trouble', value: during, unit: signal.unit },
    { name: 'peak', value: peak, unit: signal.unit },
    { name: 'score', value: score, unit: 'healthy differences' },
    { name: 'samples while healthy', value: nBefore, unit: 'samples' },
    { name: 'samples in the trouble', value: nDuring, unit: 'samples' },
  ];
}

/** A text as a sentence. */
export function sentence(text: string): string {
  const clean = text.trim();
  return `${clean.charAt(0).toUpperCase()}${clean.slice(1)}${/[.!?…]$/.test(clean) ? '' : '.'}`;
}
