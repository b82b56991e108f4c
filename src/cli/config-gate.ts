/** `gate` of heimr.yaml. */

import * as z from 'zod';
import { ConditionError, type GateOptions, type Objective, readObjective } from '../gate/catalog.js';
import { scalar } from './config-scalar.js';
import { parseGateCondition, parseGateWindow, parseToolThresholds } from './values.js';

/** Inner maps come as Map, whose keys cannot meet those of every object. */
const fields = z.map(z.string(), z.unknown(), { error: 'must be a map of keys and values' }).transform((map) => Object.fromEntries(map));
const conditions = z.array(scalar(parseGateCondition), { error: 'must be a list of conditions' });

const objective = fields.transform((value, context): Objective => {
  try {
    readObjective(value);
    return value as Objective;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    context.addIssue({ code: 'custom', message: `${error.message}. ${error.hint}` });
    return z.NEVER;
  }
});

/** The value of the key. */
export const GATE_SCHEMA = fields
  .pipe(
    z.strictObject({
      fail: conditions.optional(),
      warn: conditions.optional(),
      objectives: z.array(objective, { error: 'must be a list of objectives' }).optional(),
      window: scalar(parseGateWindow).optional(),
      toolThresholds: scalar(parseToolThresholds).optional(),
    }),
  )
  .transform((gate): GateOptions => Object.fromEntries(Object.entries(gate).filter(([, value]) => value !== undefined)));
