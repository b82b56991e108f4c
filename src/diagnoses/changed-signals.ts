import type { Evidence } from '../model/analysis.js';
import type { Case } from './case.js';
import { changeFacts, idPart, sentence, templateQueryText } from './cause-evidence.js';
import { collapse } from './collapse.js';
import { changeInWords } from './words.js';

/** Changes told with a finding. */
const TOLD = 8;

/**
 * What changed with a finding, ranked: groups of series that move together as one, by how far each is beyond what the healthy parts do among themselves.
 * Changes for the better are no evidence of trouble.
 */
export function changedSignals(c: Case): Evidence[] {
  const groups = collapse(c.changes.filter(({ bad, signal }) => bad && signal.type !== 'traffic')).sort(
    (a, b) => b.change.score - a.change.score,
  );
  const signals = groups.slice(0, TOLD).map(({ change, similar }): Evidence => {
    const { signal } = change;
    const others = similar.length === 0 ? '' : ` (and ${similar.length} that move with it)`;
    return {
      id: [c.finding.id, 'changed', signal.id, signal.service ?? '', signal.instance ?? '', ...Object.values(signal.labels)]
        .map(idPart)
        .filter((part) => part !== '')
        .join('/'),
      source: 'prometheus',
      summary: sentence(`${changeInWords(change)}${others}`),
      query: signal.query,
      window: c.anomaly,
      link: null,
      series: null,
      exemplars: [],
      facts: changeFacts(change),
    };
  });
  const lines = c.templates.slice(0, TOLD).map((change): Evidence => {
    const { template, lines: count, before, during, isNew } = change;
    return {
      id: `${idPart(c.finding.id)}/log/${idPart(template.id)}`,
      source: 'loki',
      summary: sentence(
        `${count} log lines${template.service === null ? '' : ` of ${template.service}`}${isNew ? ', none before' : ''}: ${template.text}`,
      ),
      query: templateQueryText(template),
      window: c.anomaly,
      link: null,
      series: null,
      exemplars: [],
      facts: [
        { name: 'lines per second while healthy', value: before, unit: '1/s' },
        { name: 'lines per second in the trouble', value: during, unit: '1/s' },
      ],
    };
  });
  const place: Evidence[] =
    c.location === null || c.location.latency.length + c.location.errors.length === 0
      ? []
      : [
          {
            id: `${idPart(c.finding.id)}/where`,
            source: c.location.basis === 'traces' ? 'tempo' : 'prometheus',
            summary: c.location.summary,
            query: c.location.basis === 'traces' ? 'critical path of traces by trace id' : 'request durations of all services',
            window: c.anomaly,
            link: null,
            series: null,
            exemplars: [],
            facts: c.location.latency.slice(0, 5).map(({ kind, service, peer, share }) => ({
              name: `share of ${[service, kind, peer].filter((part) => part !== null).join(' ')}`,
              value: share,
              unit: 'ratio',
            })),
          },
        ];
  return unique([...place, ...signals, ...lines]);
}

/** Ids are cut; two that became the same are told apart. */
function unique(evidence: readonly Evidence[]): Evidence[] {
  const taken = new Set<string>();
  return evidence.map((one) => {
    let { id } = one;
    while (taken.has(id)) id += "'";
    taken.add(id);
    return { ...one, id };
  });
}
