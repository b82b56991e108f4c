import type { Signal } from '../../model/telemetry.js';
import { shown } from './promql.js';
import type { SeriesIndex } from './series-index.js';

const ID = ['queryid', 'query_id'] as const;
/** Words in quotes: exporters replace constants of queries, but not those of commands such as ALTER ROLE. */
const CONSTANT = /'(?:[^']|'')*'/g;

/**
 * Gives signals of statements the text that an exporter tells elsewhere, under the label `text`.
 * @param signals those with a label `statement`
 * @param index all series
 */
export function withTexts(signals: readonly Signal[], index: SeriesIndex): Signal[] {
  const texts = new Map<string, string>();
  for (const series of index.byMetric.values())
    for (const one of series) {
      const id = one.labels[ID[0]] ?? one.labels[ID[1]];
      const text = one.labels['query'];
      if (id !== undefined && text !== undefined && text !== '') texts.set(id, plainText(text));
    }
  return signals.map((signal) => {
    const statement = signal.labels['statement'];
    const given = signal.labels['text'];
    const text = given === undefined ? (statement === undefined ? undefined : texts.get(statement)) : plainText(given);
    return text === undefined ? signal : { ...signal, labels: { ...signal.labels, text } };
  });
}

function plainText(text: string): string {
  return shown(text.replace(CONSTANT, "'…'"));
}
