/** Which labels are counted: those that match an include pattern (all, without any) and no exclude pattern. */
export class LabelFilter {
  readonly #include: readonly string[];
  readonly #exclude: readonly string[];

  /**
   * @param include patterns, `*` stands for any text; the whole label must match
   * @param exclude as `include`; wins over it
   */
  constructor(include: readonly string[], exclude: readonly string[]) {
    this.#include = include;
    this.#exclude = exclude;
  }

  /** Whether requests of this label are counted. */
  keeps(label: string): boolean {
    if (this.#exclude.some((pattern) => matches(pattern, label))) return false;
    return this.#include.length === 0 || this.#include.some((pattern) => matches(pattern, label));
  }
}

/** Glob match without backtracking: each part between stars is taken where it first fits, so time is linear however many stars there are. */
function matches(pattern: string, label: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] as string;
  if (parts.length === 1) return label === first;
  const last = parts[parts.length - 1] as string;
  if (!label.startsWith(first) || !label.endsWith(last) || label.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = label.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= label.length - last.length;
}
