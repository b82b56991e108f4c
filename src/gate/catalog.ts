/** What a condition can be about, and how it is read: what the command needs of the gate before there is anything to judge. */
export { type Condition, ConditionError, printCondition } from './condition.js';
export { GATE_OPTIONS, type GateOptions, planGate, TOOL_THRESHOLDS, WINDOWS } from './gate-plan.js';
export { METRICS, type Metric } from './metrics.js';
export { type Objective, readObjective } from './objective.js';
export { parseCondition } from './parse-condition.js';
export { type Quantity, UNITS } from './units.js';
