import { Kind } from '../model/sample-batch.js';

/** Tags and metadata of a point that Heimr uses. */
export interface K6Tags {
  /** `name`, else `url`, else the method or the service asked. */
  label: string;
  /** Status as text; "0" without an answer; '' where it is not a tag. */
  status: string;
  /** k6's words for what went wrong, with its number. */
  error: string;
  group: string;
  scenario: string;
  check: string;
  url: string;
  /** Virtual user; undefined where it is not recorded. */
  thread: string | undefined;
  traceId: string;
  /** `expected_response`: the verdict in words; null where it is not a tag. */
  expected: boolean | null;
  kind: Kind;
}

/** Group of requests that `setup()` and `teardown()` make, and everything below. */
const SETUP = /^::(?:setup|teardown)(?:::|$)/;

/** W3C `traceparent`: version, trace id, parent id, flags. */
const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/i;

/** The trace id in a W3C `traceparent`; any other text is the id itself. */
export function traceIdOf(text: string): string {
  return TRACEPARENT.exec(text)?.[1] ?? text;
}

/**
 * @param get value of a tag by its name; '' where there is none
 * @param getMore value of a metadata entry; only users and trace ids are looked for there
 * @param traceIdNames names of tags and entries that hold trace ids
 */
export function tagsOf(get: (name: string) => string, getMore: (name: string) => string, traceIdNames: readonly string[]): K6Tags {
  const group = get('group');
  const error = get('error');
  const code = get('error_code');
  const expected = get('expected_response');
  const vu = get('vu') || getMore('vu');
  const first = (ask: (name: string) => string): string => traceIdNames.map(ask).find((value) => value !== '') ?? '';
  return {
    label: get('name') || get('url') || get('method') || '(no name)',
    status: get('status'),
    error: code === '' || code === '0' ? error : error === '' ? `error code ${code}` : `${error} (error code ${code})`,
    group,
    scenario: get('scenario'),
    check: get('check'),
    url: get('url'),
    thread: vu === '' ? undefined : vu,
    traceId: traceIdOf(first(get) || first(getMore)),
    expected: expected === 'true' ? true : expected === 'false' ? false : null,
    kind: SETUP.test(group) ? Kind.setup : Kind.request,
  };
}

/** Tags of a point without any. */
export const NO_TAGS: K6Tags = tagsOf(
  () => '',
  () => '',
  [],
);

/** Group as people write it: `outer / inner`; '' for the top. */
export function groupName(group: string): string {
  return group.split('::').filter(Boolean).join(' / ');
}
