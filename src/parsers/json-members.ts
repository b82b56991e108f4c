/** Members of a parsed JSON object, whose names may be anything. */
export type Members = Record<string, unknown>;

/** Whether a parsed value is an object (no array, no null). */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of an object by its own name; undefined where there is none. */
export function member(members: unknown, name: string): unknown {
  return isMembers(members) && Object.hasOwn(members, name) ? members[name] : undefined;
}

/** A member as a finite number; null for anything else. */
export function numberIn(members: unknown, name: string): number | null {
  const value = member(members, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A member as a text; null for anything else. */
export function textIn(members: unknown, name: string): string | null {
  const value = member(members, name);
  return typeof value === 'string' ? value : null;
}
