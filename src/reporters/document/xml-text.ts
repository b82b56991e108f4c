import { visible } from './visible.js';

/** Text as it may stand in XML 1.0, as content or in quotes: nothing that is markup, a control character, a mark of direction or half a character. */
export function xmlText(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
