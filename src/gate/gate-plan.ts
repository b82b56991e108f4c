import { HeimrError } from '../errors.js';
import type { Gate, GateCondition, GateWindow } from '../model/analysis.js';
import { nearest } from '../model/spelling.js';
import { type Condition, ConditionError, printCondition } from './condition.js';
import { metricOf } from './metrics.js';
import { type Objective, readObjective } from './objective.js';
import { parseCondition, STEADY_LABEL } from './parse-condition.js';

/** What must not be. All have defaults; without conditions there is no gate. */
export interface GateOptions {
  /** Conditions that fail the gate where they are true, such as `p95 > 800ms`. */
  fail?: readonly string[];
  /** Conditions that only warn. */
  warn?: readonly string[];
  /** Limits of single endpoints. */
  objectives?: readonly Objective[];
  /** Part of the run that conditions are about unless they say so themselves; the whole of it by default. */
  window?: GateWindow;
  /** What thresholds count for that the load tool judged itself; nothing by default. */
  toolThresholds?: Gate['toolThresholds'];
}

/** A condition to be judged. */
export interface PlannedCondition extends Pick<GateCondition, 'expression' | 'origin' | 'level'> {
  condition: Condition;
  /** Part of the run that it is about. */
  window: GateWindow;
}

/** Everything that is to be judged. */
export interface GatePlan extends Pick<Gate, 'window' | 'toolThresholds'> {
  conditions: PlannedCondition[];
}

/** Members of {@link GateOptions}; also the keys of `gate` in heimr.yaml. */
export const GATE_OPTIONS: readonly (keyof GateOptions)[] = ['fail', 'warn', 'objectives', 'window', 'toolThresholds'];
export const WINDOWS: readonly GateWindow[] = ['whole', 'steady'];
export const TOOL_THRESHOLDS: readonly Gate['toolThresholds'][] = ['fail', 'warn', 'ignore'];

/**
 * Options → what is to be judged. Said before a byte is read: a mistyped gate must not cost a night.
 * @returns null where nothing is asked
 * @throws HeimrError `usage`, naming condition and place
 */
export function planGate(options: GateOptions | undefined): GatePlan | null {
  if (options === undefined) return null;
  checkShape(options);
  const { fail = [], warn = [], objectives = [], window = 'whole', toolThresholds = 'ignore' } = options;
  const written =
    (level: 'fail' | 'warn') =>
    (expression: string): PlannedCondition => {
      const condition = inWords(JSON.stringify(expression), () => parseCondition(expression));
      return planned(condition, { expression, origin: 'condition', level }, window);
    };
  const conditions = [
    ...fail.map(written('fail')),
    ...warn.map(written('warn')),
    ...objectives.flatMap((objective, i) => {
      const { conditions: own, level } = inWords(`objective ${i + 1}`, () => readObjective(objective));
      return own.map((condition) => planned(condition, { expression: printCondition(condition), origin: 'objective', level }, window));
    }),
  ];
  return conditions.length === 0 && toolThresholds === 'ignore' ? null : { conditions, window, toolThresholds };
}

function planned(condition: Condition, words: Omit<PlannedCondition, 'condition' | 'window'>, window: GateWindow): PlannedCondition {
  if (metricOf(condition.metric)?.of === 'run') return { ...words, condition, window: 'whole' };
  const own = condition.window ?? window;
  if (own === 'steady' && (condition.label !== undefined || condition.transaction !== undefined)) {
    throw usage(
      `The gate is about the steady phases, but ${words.expression} is not: ${STEADY_LABEL}.`,
      words.origin === 'objective'
        ? 'Give the objective window: whole, or cut the run with --from and --to.'
        : "Write window='whole' into its braces, or cut the run with --from and --to.",
    );
  }
  return { ...words, condition, window: own };
}

function inWords<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConditionError) throw usage(`Gate, ${what}: at character ${error.position}: ${error.message}.`, error.hint);
    throw error;
  }
}

function checkShape(options: GateOptions): void {
  const refuse = (name: string, words: string): never => {
    throw usage(`The option gate.${name} is not ${words}.`, `Give ${words}.`);
  };
  for (const name of Object.keys(options)) {
    if (GATE_OPTIONS.some((known) => known === name)) continue;
    const meant = nearest(name, GATE_OPTIONS);
    throw usage(`There is no option gate.${name}.`, meant ? `Did you mean gate.${meant}?` : `Options are: ${GATE_OPTIONS.join(', ')}.`);
  }
  for (const name of ['fail', 'warn'] as const) {
    const list: unknown = options[name] ?? [];
    if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) refuse(name, 'a list of texts');
  }
  if (!Array.isArray(options.objectives ?? [])) refuse('objectives', 'a list of objectives');
  if (!WINDOWS.includes(options.window ?? 'whole')) refuse('window', WINDOWS.join(' or '));
  if (!TOOL_THRESHOLDS.includes(options.toolThresholds ?? 'ignore')) refuse('toolThresholds', TOOL_THRESHOLDS.join(', '));
}

const usage = (what: string, hint: string): HeimrError => new HeimrError('usage', what, hint);
