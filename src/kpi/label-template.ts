/*
 * Folding of labels that are no endpoints but addresses: with ids in them, a run has as many labels as requests, and a table of them tells
 * nothing. Only runs with more than 500 labels are folded. A template is a function of the label alone, so folding early, late, or after
 * merging gives the same groups.
 */

/** Most labels reported one by one. */
export const MAX_LABELS = 500;
/** Label of what is left once even the templates are too many. */
export const OTHER_LABELS = '(other labels)';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Hexadecimal ids: eight or more digits with at least one figure among them (a word such as "decade" is none). */
const HEX = /(?<![0-9a-z])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![0-9a-z])/gi;
const QUERY_VALUE = /([?&;][^=&#;]{1,64}=)[^&#;]*/g;
const NUMBER = /\d+/g;

/** The label with ids, numbers and query values replaced by `{id}`, `{n}` and `{v}`. Applying it twice changes nothing. */
export function labelTemplate(label: string): string {
  return label.replace(QUERY_VALUE, '$1{v}').replace(UUID, '{id}').replace(HEX, '{id}').replace(NUMBER, '{n}');
}
