import type { Analysis, Evidence, RootCause } from '../../model/analysis.js';
import { offset } from '../../model/moments.js';
import { count, index } from '../../model/quantities.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, type Inline, leadTo, list, paragraph, quoted, type Section, strong, type Text } from './tree.js';

/** Causes that a report tells in full. */
const TOLD = 3;

/** Causes, each with its chain, what speaks for and against it, and what to do; then what was ruled out, and what is not known. */
export function causes(analysis: Analysis): Section[] {
  const { rootCauses, ruledOut, unknowns } = analysis;
  const ranked = [...rootCauses].sort((a, b) => a.rank - b.rank);
  const facts = new Map(analysis.evidence.map((entry) => [entry.id, entry]));
  const blocks: Block[] = [
    ...(ranked.length === 0 ? [] : [summary(ranked)]),
    ...ranked.slice(0, TOLD).flatMap((cause) => inFull(cause, analysis.window.start, facts)),
    ...(ruledOut.length === 0
      ? []
      : [
          paragraph([strong('Ruled out:')], true),
          list(
            ruledOut.map(
              ({ cause, service, reason }): Text => [cause, ...(service === null ? [] : [' in ', quoted(service, 60)]), ': ', reason],
            ),
            0,
            true,
          ),
        ]),
    ...(unknowns.length === 0 ? [] : [paragraph([strong('Not known:')], true), list(unknowns, 0, true)]),
  ];
  return blocks.length === 0 ? [] : [{ title: titleOf(ranked), brief: ranked.length > 0, blocks }];
}

/** A section says no more in its title than its causes do. */
function titleOf(ranked: readonly RootCause[]): string {
  if (ranked.length === 0) return 'Causes considered';
  return ranked.some(({ level }) => level === 'likely') ? 'Likely causes' : 'Possible causes';
}

function summary(ranked: readonly RootCause[]): Block {
  const columns = [
    numberColumn('rank', ''),
    textColumn('cause'),
    textColumn('where to act', 1),
    numberColumn('confidence', '0..1', 2),
    textColumn('what to mend', 1),
  ];
  return table(
    columns,
    ranked,
    (cause) => [
      count(cause.rank),
      cause.cause,
      cause.service === null ? 'not known' : [quoted(cause.service)],
      index(cause.confidence),
      cause.fix,
    ],
    { noun: 'causes', limit: 20, brief: 3, where: 'rootCauses' },
  );
}

function inFull(cause: RootCause, start: number | null, facts: ReadonlyMap<string, Evidence>): Block[] {
  const chain = cause.chain.map(({ at, text }): Text => [at === null ? '' : `${offset(at, start)}: `, text]);
  const item =
    (side: string) =>
    (id: string): Text => {
      const fact = facts.get(id);
      if (!fact) return [`${side}: `, quoted(id)];
      return [
        `${side}: ${fact.summary} (${fact.source}`,
        ...(fact.query === '' ? [] : [', ', quoted(fact.query, 300)]),
        ')',
        ...leadTo('Look at it in Grafana', fact.link),
      ];
    };
  const mark: Inline[] = cause.experimental ? [' No recording of a real run has shown this kind yet.'] : [];
  return [
    paragraph([strong(`${count(cause.rank)}. ${cause.level}: `), cause.sentence, ...mark], true),
    ...(chain.length === 0 ? [] : [list(chain, 0, true)]),
    list([...cause.evidence.map(item('For')), ...cause.counterEvidence.map(item('Against'))], 0, true),
    paragraph([strong('To do: '), cause.fix, ' ', strong('To check: '), cause.verify], true),
  ];
}
