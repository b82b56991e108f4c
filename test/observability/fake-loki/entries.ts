/** An entry as Loki holds it. */
export interface Entry {
  /** ns since the epoch. */
  ns: bigint;
  /** Labels of the stream. */
  labels: Readonly<Record<string, string>>;
  /** Structured metadata. */
  metadata: Readonly<Record<string, string>>;
  line: string;
}

/** A query that Loki refuses, with its status and its text. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Labels in order of name, as one text: what makes a stream one. */
export function labelKey(labels: Readonly<Record<string, string>>): string {
  return `{${Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(', ')}}`;
}
