import { COMMENT_MARKER } from '../../src/reporters/comment.js';
import { faults } from './markdown-faults.js';

/** What is wrong with a comment: as of a report, whose headings are of the first two levels and which has no marker. */
export function commentFaults(text: string): string[] {
  const [first, ...rest] = text.split('\n');
  const marked = first === COMMENT_MARKER ? [] : ['no marker in the first line'];
  return [...marked, ...faults(rest.join('\n').replace(/^#{3,4} /gm, '## '))];
}
