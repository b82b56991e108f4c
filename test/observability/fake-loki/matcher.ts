import { Refusal } from './entries.js';
import { durationMs } from './lexer.js';

/** `name op "value"`. */
export interface Matcher {
  name: string;
  op: '=' | '!=' | '=~' | '!~' | '>' | '<' | '>=' | '<=' | '==';
  value: string;
}
/** Loki wants one matcher that an empty label does not pass. @throws Refusal */
export function checkSelector(selector: Matcher[]): void {
  if (selector.some((matcher) => !matches(matcher, ''))) return;
  throw new Refusal(
    'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will',
  );
}

const patterns = new Map<string, RegExp>();

/** RE2 as a pattern of this language, near enough: `(?i)` and `(?s)` in front become flags. */
export function regexp(source: string, whole = false): RegExp {
  const key = `${whole}${source}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const [, flags = '', rest = ''] = /^(?:\(\?([is]+)\))?(.*)$/s.exec(source) as RegExpExecArray;
  try {
    const made = new RegExp(whole ? `^(?:${rest})$` : rest, `${flags}u`);
    patterns.set(key, made);
    return made;
  } catch {
    throw new Refusal(`parse error : error parsing regexp: ${source}`);
  }
}

/** Whether a value passes a matcher. */
export function matches({ op, value }: Matcher, actual: string): boolean {
  switch (op) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '=~':
      return regexp(value, true).test(actual);
    case '!~':
      return !regexp(value, true).test(actual);
    default: {
      const [a, b] = [actual, value].map((text) => (/[a-z]$/.test(text) ? durationMs(text) : text === '' ? Number.NaN : Number(text))) as [
        number,
        number,
      ];
      return op === '>' ? a > b : op === '<' ? a < b : op === '>=' ? a >= b : op === '<=' ? a <= b : a === b;
    }
  }
}
