/**
 * Conditions of a scope, without braces.
 * @param match as given, with or without braces
 * @returns empty for none; null where it is no list of conditions
 */
export function scopeMatchers(match: string | undefined): string | null {
  const text = (match ?? '').trim();
  const inside = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
  const conditions = inside.trim().replace(/,$/, '');
  return conditions === '' || CONDITIONS.test(conditions) ? conditions : null;
}

const CONDITION = String.raw`\s*(?:[a-zA-Z_][a-zA-Z0-9_]*|"(?:[^"\\]|\\.)+")\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*`;
const CONDITIONS = new RegExp(`^${CONDITION}(?:,${CONDITION})*$`);
