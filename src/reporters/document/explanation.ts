import type { Analysis, Claim, Explanation, ExplanationPart } from '../../model/analysis.js';
import { count, counted, index } from '../../model/quantities.js';
import { type Block, type Inline, list, paragraph, type Section, strong, type Text } from './tree.js';

/** How each part is headed, and whether its claims are items of a list. */
const PARTS: readonly [part: ExplanationPart, title: string, as: 'text' | 'list'][] = [
  ['happened', 'What happened', 'text'],
  ['cause', 'What it is', 'text'],
  ['chain', 'What came after what', 'list'],
  ['evidence', 'What shows it', 'list'],
  ['against', 'What speaks against it', 'list'],
  ['ruled-out', 'What it is not', 'text'],
  ['to-do', 'What to do', 'list'],
  ['not-asked', 'What could not be asked', 'list'],
];
/** Steps that a summary shows. */
const BRIEF_STEPS = 2;

/**
 * The explanation in the order of a reader's questions. A summary has the cause, and what mends it, only: all else stands in it already.
 * Claims that were struck are shown nowhere; those that were not verified say so.
 */
export function explanation({ explanation }: Analysis): Section[] {
  if (explanation === null) return [];
  const blocks = PARTS.flatMap(([part, title, as]) => partBlocks(explanation, part, title, as));
  const told = [...blocks, paragraph(author(explanation), explanation.source === 'plain-words' && explanation.note === '')];
  return [{ title: 'Explanation', brief: told.some(({ detail }) => !detail), blocks: told }];
}

function partBlocks({ claims, confidence }: Explanation, part: ExplanationPart, title: string, as: 'text' | 'list'): Block[] {
  const shown = claims.filter((claim) => claim.part === part && claim.status !== 'removed');
  if (shown.length === 0) return [];
  const detail = !(part === 'cause' || (part === 'to-do' && confidence !== null));
  if (as === 'text') {
    const text = shown.map((claim): Inline[] => [' ', ...inWords(claim)]);
    const [first = [], ...rest] = text;
    const head = strong(`${title}.`);
    // A summary has the first sentence only; what would tell, and what is less likely, stands in the report.
    return part === 'cause' && rest.length > 0
      ? [paragraph([head, ...first]), paragraph(rest.flat().slice(1), true)]
      : [paragraph([head, ...text.flat()], detail)];
  }
  return [paragraph([strong(`${title}:`)], detail), list(shown.map(inWords), BRIEF_STEPS, detail)];
}

const inWords = ({ text, status }: Claim): Inline[] => (status === 'unverified' ? [text, ' ', strong('(not verified)')] : [text]);

/** Who worded it, and how far it was checked. */
function author({ source, model, confidence, note, verified, total }: Explanation): Text {
  const sure = confidence === null ? '' : ` Confidence in the cause is Heimr's own: ${index(confidence)}.`;
  const checked = `${count(verified)} of ${counted(total, 'claim')} verified against the figures.`;
  const by = model === null ? `Worded without a model; ${checked}` : `Worded by ${source}, model ${model}; ${checked}${sure}`;
  return note === '' ? by : `${by} ${note}`;
}
