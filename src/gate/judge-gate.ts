import type { Check, Gate, GateCondition, LoadTool } from '../model/analysis.js';
import type { GatePlan, PlannedCondition } from './gate-plan.js';
import { judgeFigure, type Outcome } from './judge-figure.js';
import { judgeVerdict } from './judge-verdict.js';
import type { Judged } from './population.js';

/**
 * Judges every condition of a plan. What is not known has failed: a gate that passes for lack of data is none.
 * @returns null where nothing was asked
 * @throws HeimrError `usage` for an endpoint that the run does not have
 */
export function judgeGate(plan: GatePlan | null, judged: Judged): Gate | null {
  if (plan === null) return null;
  const { window, toolThresholds } = plan;
  const own = plan.conditions.map((planned) => resultOf(planned, judgeOne(planned, judged)));
  const tools =
    toolThresholds === 'ignore' ? [] : thresholdsOf(judged.loadTool).map((one) => resultOf({ ...one, level: toolThresholds }, one.outcome));
  const conditions = [...own, ...tools];
  return { passed: !conditions.some(({ level, passed }) => level === 'fail' && !passed), window, toolThresholds, conditions };
}

/** The checks of a run for which a gate was set. */
export function withGateChecked(checks: readonly Check[]): Check[] {
  return checks.map((check) => (check.id === 'gate' ? { ...check, outcome: 'checked', reason: '' } : check));
}

function judgeOne(planned: PlannedCondition, judged: Judged): Outcome {
  const { limit, operator } = planned.condition;
  return 'status' in limit ? judgeVerdict(operator, limit.status, judged.verdict.status) : judgeFigure(planned, limit, judged);
}

function resultOf({ expression, origin, level }: Pick<GateCondition, 'expression' | 'origin' | 'level'>, outcome: Outcome): GateCondition {
  const { outcome: became, reason, ...figures } = outcome;
  return { expression, origin, level, passed: became === 'passed', outcome: became, reason, ...figures };
}

/** Thresholds that the load tool judged itself. If they are to count and there are none, that fails as well. */
function thresholdsOf(tool: LoadTool | null): { expression: string; origin: 'tool-threshold'; outcome: Outcome }[] {
  const result = (expression: string, outcome: Outcome['outcome'], reason: string) => ({
    expression,
    origin: 'tool-threshold' as const,
    outcome: { ...NO_FIGURE, outcome, reason },
  });
  if (!tool?.thresholds?.length) return [result('thresholds of the load tool', 'unknown', 'Not known: the files hold no thresholds.')];
  return tool.thresholds.map(({ expression, passed }) => {
    if (passed === null) return result(expression, 'unknown', 'Not known: the file has the threshold and not its result.');
    return result(expression, passed ? 'passed' : 'failed', `${tool.name} says that it ${passed ? 'passed' : 'failed'}.`);
  });
}

const NO_FIGURE = {
  metric: null,
  label: null,
  value: null,
  limit: null,
  unit: '',
  margin: null,
  n: null,
  population: null,
  window: null,
  smallSample: false,
  withinError: false,
};
