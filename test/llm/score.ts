import type { Explanation } from '../../src/model/analysis.js';
import type { Case } from './cases.js';

/** How well an explanation does on a case; all by code. */
export interface Score {
  /** The cause that is true stands in the part cause (by our words for it), or none does where none may. */
  right: boolean;
  /** It names a cause where none may be named. */
  invents: boolean;
  /** Claims, those verified or corrected, marked, and struck. */
  total: number;
  verified: number;
  marked: number;
  struck: number;
}

/** @param titles words for the cause, one of which must stand in it: service, or the cause's own words */
export function scoreOf({ cause, analysis }: Case, { claims, verified, total }: Explanation): Score {
  const said = claims
    .filter(({ part, status }) => part === 'cause' && status !== 'removed')
    .map(({ text }) => text)
    .join(' ');
  const known = analysis.rootCauses.find((one) => one.cause === cause);
  const names =
    known === undefined ? ['load generator', 'planned load', 'planned'] : [`"${known.service}"`, known.cause.replaceAll('-', ' ')];
  const abstains = said === '' || /not known|unknown|insufficient|cannot/i.test(said);
  return {
    right: cause === null ? abstains : names.some((name) => said.includes(name)),
    invents: cause === null && !abstains,
    total,
    verified,
    marked: claims.filter(({ status }) => status === 'unverified').length,
    struck: claims.filter(({ status }) => status === 'removed').length,
  };
}

/** @returns a table: each group and all, for each author */
export function scoreTable(rows: readonly { author: string; group: string; score: Score }[]): string {
  const authors = [...new Set(rows.map(({ author }) => author))];
  const groups = [...new Set(rows.map(({ group }) => group)), 'all'];
  const line = (author: string, group: string): string => {
    const of = rows.filter((row) => row.author === author && (group === 'all' || row.group === group)).map(({ score }) => score);
    const sum = (pick: (score: Score) => number): number => of.reduce((total, score) => total + pick(score), 0);
    const cells = [
      author,
      group,
      `${sum(({ right }) => Number(right))}/${of.length}`,
      String(sum(({ invents }) => Number(invents))),
      `${sum(({ verified }) => verified)}/${sum(({ total }) => total)}`,
      String(sum(({ marked }) => marked)),
      String(sum(({ struck }) => struck)),
    ];
    return `| ${cells.join(' | ')} |`;
  };
  return [
    '| author | group | cause right or rightly none | cause invented | claims verified | marked | struck |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...authors.flatMap((author) => groups.map((group) => line(author, group))),
  ].join('\n');
}
