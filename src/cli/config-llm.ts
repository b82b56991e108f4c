/** `llm` of heimr.yaml: the model alone, or a map with what else it needs. */

import * as z from 'zod';
import { scalar } from './config-scalar.js';
import type { ModelSettings } from './model-request.js';
import { parseBaseUrl, parseDuration, parseLlm, parseTokens } from './values.js';

const one = scalar(parseLlm).transform((choice): ModelSettings => ({ choice }));
const map = z
  .map(z.string(), z.unknown(), { error: 'must be a model, or a map with model, baseUrl, window, timeout' })
  .transform((all) => Object.fromEntries(all))
  .pipe(
    z.strictObject({
      model: scalar(parseLlm),
      baseUrl: scalar(parseBaseUrl).optional(),
      window: scalar(parseTokens).optional(),
      timeout: scalar(parseDuration).optional(),
    }),
  )
  .transform(
    ({ model, baseUrl, window, timeout }): ModelSettings => ({
      choice: model,
      ...(baseUrl === undefined ? {} : { base: baseUrl }),
      ...(window === undefined ? {} : { window }),
      ...(timeout === undefined ? {} : { silence: timeout }),
    }),
  );

/** The value of the key. */
export const LLM_SCHEMA = z
  .union([z.string(), z.map(z.string(), z.unknown())], { error: 'must be a model, or a map' })
  .transform((value, context): ModelSettings => {
    const parsed = (typeof value === 'string' ? one : map).safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const key = issue?.path.map(String).join('.') ?? '';
    const names =
      issue?.code === 'unrecognized_keys'
        ? `there is no ${issue.keys.join(', ')}; known are model, baseUrl, window, timeout`
        : issue?.message;
    context.addIssue({ code: 'custom', message: `${key === '' ? '' : `${key}: `}${names ?? 'is not right'}` });
    return z.NEVER;
  });
