import { SECRET_RULES } from './secret-rules.js';

/** Texts that were taken out, and what stands for them; stays on the machine. */
export class Pseudonyms {
  readonly #forward = new Map<string, string>();
  readonly #backward = new Map<string, { text: string; secret: boolean }>();
  readonly #counts = new Map<string, number>();

  /** Replaces secrets and personal data. The same text gets the same name everywhere, in order of appearance: correlations survive. */
  mask(text: string): string {
    let masked = text;
    for (const { name, pattern, secret, unless } of SECRET_RULES) {
      masked = masked.replace(pattern, (whole: string, ...groups: unknown[]) => {
        const inner = typeof groups[0] === 'string' ? groups[0] : undefined;
        const hit = inner ?? whole;
        if (unless?.(hit) || /^<[A-Z_]+_\d+>$/.test(hit)) return whole;
        const stand = this.#stand(name, hit, secret);
        if (inner === undefined) return stand;
        const at = whole.lastIndexOf(inner);
        return whole.slice(0, at) + stand + whole.slice(at + inner.length);
      });
    }
    return masked;
  }

  /** Puts personal data back into a text that names them by their pseudonyms; secrets stay out for good. */
  restore(text: string): string {
    return text.replace(/<[A-Z_]+_\d+>/g, (name) => {
      const one = this.#backward.get(name);
      return one === undefined ? name : one.secret ? '***' : one.text;
    });
  }

  /** How many texts of each class were replaced; never which. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #stand(name: string, text: string, secret: boolean): string {
    const known = this.#forward.get(`${name} ${text}`);
    if (known !== undefined) return known;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const stand = `<${name}_${count}>`;
    this.#forward.set(`${name} ${text}`, stand);
    this.#backward.set(stand, { text, secret });
    return stand;
  }
}

/** @returns classes of secrets that a text still holds; it must not leave while there are any */
export function secretsIn(text: string): string[] {
  const classes = SECRET_RULES.filter(({ secret }) => secret).flatMap(({ name, pattern, unless }) =>
    [...text.matchAll(pattern)].some((match) => {
      const hit = match[1] ?? match[0];
      return !unless?.(hit) && !/^<[A-Z_]+_\d+>$/.test(hit);
    })
      ? [name]
      : [],
  );
  return [...new Set(classes)];
}
