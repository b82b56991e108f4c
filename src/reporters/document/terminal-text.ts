import { inlines, type Text } from './tree.js';
import { CELL_LIMIT, cut, PROSE_LIMIT } from './visible.js';

/** @returns a cell as plain text without any control character */
export function cellText(text: Text): string {
  return inlines(text)
    .map((part) => {
      if (typeof part === 'string') return cut(part, PROSE_LIMIT);
      // Nothing can be followed there, and the address alone would fill the screen.
      if ('link' in part) return '';
      return 'quoted' in part ? cut(part.quoted, part.limit ?? CELL_LIMIT) : cut(part.strong, PROSE_LIMIT);
    })
    .join('');
}

/** @returns a sentence as plain text; text from a file stands in quotes, so that it cannot pass for a part of the sentence */
export function sentenceText(text: Text): string {
  return inlines(text)
    .map((part) => (typeof part === 'object' && 'quoted' in part ? `"${cellText([part])}"` : cellText([part])))
    .join('');
}
