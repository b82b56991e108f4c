/** Groups of a path, and characters of each, that a label shows: with the longest path there is room left for the name. */
export const SHOWN_GROUPS = 32;
const MAX_GROUP = 200;
/** Longest label, characters. */
const MAX_LABEL = 8192;

/** Name of a request or group as reports show it: with the groups it stands in. Cut before it is joined, so that it is never longer than a label. */
export function labelOf(groups: readonly string[], name: string): string {
  const own = name.trim() === '' ? '(no name)' : name.trim();
  if (groups.length === 0) return cutTo(own, MAX_LABEL);
  const path = `${pathOf(groups)} / `;
  return path + cutTo(own, MAX_LABEL - path.length);
}

/** Name of a group as reports show it. */
export function pathOf(groups: readonly string[]): string {
  const shown = groups.slice(0, SHOWN_GROUPS).map((group) => cutTo(group, MAX_GROUP));
  return groups.length > SHOWN_GROUPS ? `${shown.join(' / ')} / …` : shown.join(' / ');
}

/** A text cut short, not within a character; as a copy, since a piece of a text keeps the whole of it alive. */
export function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return copyOf(text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length));
}

/** A text without white space around it; as a copy, see {@link cutTo}. */
export function trimmed(text: string): string {
  const own = text.trim();
  return own.length === text.length ? text : copyOf(own);
}

function copyOf(text: string): string {
  return [...text].join('');
}
