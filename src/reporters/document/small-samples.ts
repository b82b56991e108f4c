import { SMALL } from '../../model/quantities.js';
import { inlines, type Text } from './tree.js';

/** @returns whether a value bears the mark of small samples; text from a file does not count, whatever it holds */
export function bearsMark(text: Text): boolean {
  return inlines(text).some((part) => typeof part === 'string' && part.includes(SMALL));
}
