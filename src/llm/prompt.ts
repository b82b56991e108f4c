import type { Subject } from './evidence-item.js';

/** Texts of a prompt, from files that the user may replace (`--prompt DIR`). */
export interface PromptTexts {
  /** Who the model is, and the rules. */
  system: string;
  /** What it reads and what it shall do. */
  task: string;
  /** What it gets with the errors of its first answer. */
  repair: string;
  /** Name and digest, for the audit. */
  id: string;
}

/** Mistakes that a second call is told of. */
const ERRORS = 12;

/** @returns the first message; its sections follow from what this run has */
export function systemMessage({ system }: PromptTexts, subject: Subject): string {
  return conditional(system, subject).trim();
}

/** @param brief the packed run */
export function taskMessage({ task }: PromptTexts, brief: string, subject: Subject): string {
  const ids = [...subject.items, ...subject.candidates].map(({ id }) => id).join(', ');
  const causes = [...subject.candidates.map(({ id }) => id), 'none'].join(', ');
  return filled(conditional(task, subject), { BRIEF: brief, IDS: ids, CAUSES: causes }).trim();
}

/** @param errors what was wrong with the first answer; the first dozen is told */
export function repairMessage({ repair }: PromptTexts, errors: readonly string[]): string {
  return filled(repair, {
    ERRORS: errors
      .slice(0, ERRORS)
      .map((error) => `- ${error.slice(0, 300)}`)
      .join('\n'),
  }).trim();
}

/** `{{#causes}}…{{/causes}}`: kept where the run has what it says. */
function conditional(text: string, { healthy, candidates }: Subject): string {
  const holds: Record<string, boolean> = {
    healthy,
    causes: !healthy && candidates.length > 0,
    'no-causes': !healthy && candidates.length === 0,
  };
  return text.replace(/\{\{#([a-z-]+)\}\}\n?([\s\S]*?)\{\{\/\1\}\}\n?/g, (_, name: string, inside: string) =>
    holds[name] === true ? inside : '',
  );
}

/** One pass, so that what is put in is never taken for a place itself. */
function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{([A-Z]+)\}\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : whole));
}
