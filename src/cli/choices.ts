import type { AnalyzeOptions } from '../analyzer.js';
import { HeimrError } from '../errors.js';
import { type GateOptions, planGate } from '../gate/catalog.js';
import type { ChartMode } from '../reporters/charts/chart.js';
import { type BackendChoices, joinBackends } from './backend-choices.js';
import type { ModelSettings } from './model-request.js';

/** What the user chose, from flags or from heimr.yaml. */
export interface Choices
  extends Pick<
    AnalyzeOptions,
    'title' | 'tags' | 'apdexT' | 'from' | 'to' | 'warmup' | 'merge' | 'timeZone' | 'include' | 'exclude' | 'traceIdColumns' | 'gate'
  > {
  /** Paths of reports. */
  outputs?: string[];
  /** Where the drawings of a Markdown report go. */
  charts?: ChartMode;
  /** Backends to ask. */
  backends?: BackendChoices;
  /** Who words the explanation, as heimr.yaml says. */
  llm?: ModelSettings;
}

/**
 * Flags win over the file; a list on the command line replaces the one in the file, tags are joined by name. Conditions of the gate are added
 * to those of the file: a gate that a flag took away unseen would let a build pass.
 * @throws HeimrError `usage` where the two together make no sense
 */
export function joinChoices(config: Choices, flags: Choices): Choices {
  const choices: Choices = { ...config, ...flags };
  const tags = new Map([...(config.tags ?? []), ...(flags.tags ?? [])].map((tag) => [tag.name, tag]));
  if (tags.size > 0) choices.tags = [...tags.values()];
  if (config.backends || flags.backends) choices.backends = joinBackends(config.backends ?? {}, flags.backends ?? {});
  if (config.gate && flags.gate) choices.gate = joinGates(config.gate, flags.gate);
  planGate(choices.gate); // refuses what makes no sense, before a file is opened
  const { from, to } = choices;
  if (from && to && (('at' in from && 'at' in to && from.at >= to.at) || ('after' in from && 'after' in to && from.after >= to.after))) {
    throw new HeimrError('usage', 'The window is empty: --from is not before --to.', 'Swap them, or leave one away.');
  }
  return choices;
}

function joinGates(config: GateOptions, flags: GateOptions): GateOptions {
  const both = (name: 'fail' | 'warn'): string[] => [...(config[name] ?? []), ...(flags[name] ?? [])];
  return { ...config, ...flags, fail: both('fail'), warn: both('warn') };
}
