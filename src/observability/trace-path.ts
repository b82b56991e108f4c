/** Longest path that is kept, characters. */
const MAX_PATH = 160;
/** Parts of a path that are kept. */
const MAX_PARTS = 12;

/**
 * A path whose ids are taken out, from a path or an address: `/items/31?x=1` and `http://host/items/32` are both `/items/{id}`. Query and
 * fragment go, they may hold anything.
 */
export function pathTemplate(text: string): string {
  const path = text
    .slice(0, 2_000)
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '');
  const parts = path.split('/');
  const kept = parts.slice(0, MAX_PARTS + 1).map((part) => (isId(part) ? '{id}' : part));
  const joined = kept.join('/') + (parts.length > kept.length ? '/…' : '');
  return joined.length > MAX_PATH ? `${joined.slice(0, MAX_PATH)}…` : joined || '/';
}

/** Whether a part of a path names one thing out of many. */
export function isId(part: string): boolean {
  if (part.length > 40 || /[@%=,;:]/.test(part)) return true;
  const digits = (part.match(/\d/g) ?? []).length;
  if (digits === 0) return false;
  if (digits === part.length) return true;
  if (/^v\d{1,3}(?:\.\d+)*$/i.test(part)) return false;
  if (digits >= 3) return true;
  return /[-_]\d+$/.test(part) || /^\d+[-_]/.test(part);
}

/**
 * A span's name without ids: some instrumentations name spans after the whole address.
 * @param name as exported
 */
export function nameTemplate(name: string): string {
  if (name.length < 200 && !/\d/.test(name)) return name;
  return name
    .slice(0, 400)
    .split(/(\s+)/)
    .map((word) => (word.includes('/') ? pathTemplate(word) : isUnique(word) ? '{id}' : word))
    .join('')
    .slice(0, 200);
}

/** Numbers and long hex words only: other words with digits are names (`s3`, `sha256`, `p95`). */
function isUnique(word: string): boolean {
  return /^#?\d+$/.test(word) || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word) || /^(?=.*\d)[0-9a-f]{12,}$/i.test(word);
}
