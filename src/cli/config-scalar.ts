import * as z from 'zod';
import { ValueError } from './values.js';

/** A YAML scalar, which is text here as in a flag. */
export function scalar<T>(parse: (text: string) => T) {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be a text or a number') })
    .transform((value, context): T => {
      try {
        return parse(value);
      } catch (error) {
        if (!(error instanceof ValueError)) throw error;
        context.addIssue({ code: 'custom', message: `${error.message}. ${error.hint}` });
        return z.NEVER;
      }
    });
}
