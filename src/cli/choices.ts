import type { AnalyzeOptions } from '../analyzer.js';
import { HeimrError } from '../errors.js';

/** What the user chose, from flags or from heimr.yaml. */
export interface Choices
  extends Pick<
    AnalyzeOptions,
    'title' | 'tags' | 'apdexT' | 'from' | 'to' | 'warmup' | 'merge' | 'timeZone' | 'include' | 'exclude' | 'traceIdColumns'
  > {
  /** Paths of reports. */
  outputs?: string[];
}

/**
 * Flags win over the file; a list on the command line replaces the one in the file, tags are joined by name.
 * @throws HeimrError `usage` where the two together make no sense
 */
export function joinChoices(config: Choices, flags: Choices): Choices {
  const choices: Choices = { ...config, ...flags };
  const tags = new Map([...(config.tags ?? []), ...(flags.tags ?? [])].map((tag) => [tag.name, tag]));
  if (tags.size > 0) choices.tags = [...tags.values()];
  const { from, to } = choices;
  if (from && to && (('at' in from && 'at' in to && from.at >= to.at) || ('after' in from && 'after' in to && from.after >= to.after))) {
    throw new HeimrError('usage', 'The window is empty: --from is not before --to.', 'Swap them, or leave one away.');
  }
  return choices;
}
