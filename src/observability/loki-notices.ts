import type { Notice } from '../model/notice.js';
import type { LokiTemplates } from './loki-templates.js';

const NAMED = 5;

function notice(id: string, level: Notice['level'], what: string, why: string, todo = ''): Notice {
  return { id, level, file: null, what, why, todo };
}

/** The user's selector is none. */
export function badSelector(selector: string): Notice {
  return notice(
    'loki-selector',
    'warning',
    `Loki was not asked: its scope ${selector} is no stream selector.`,
    'A selector looks like {namespace="shop"}, without filters behind it.',
    'Correct the scope.',
  );
}

/** Nothing could be learnt. */
export function notAnswered(step: string, message: string): Notice {
  return notice(
    'loki-failed',
    'warning',
    `Loki did not say ${step}: ${message}`,
    'Nothing is known of the logs of this test. That is not a sign of health.',
    'Check address, credentials, tenant and scope.',
  );
}

/** Asked, and there is nothing. */
export function noLogs(selector: string | undefined): Notice {
  return notice(
    'loki-no-logs',
    'warning',
    `Loki holds no lines${selector === undefined ? '' : ` of ${selector}`} in the window of the test.`,
    'Another tenant, another time zone of the results, logs deleted by now, or a system that writes none. That is not a sign of health.',
    'Check tenant, scope and the times of the test.',
  );
}

/** No label names a service. */
export function noService(): Notice {
  return notice(
    'loki-no-service',
    'info',
    'No label of the logs names a service.',
    'Lines are told apart by their text only.',
    'Give streams a label service_name.',
  );
}

/** The label that names the service is no usual one. */
export function guessedService(name: string): Notice {
  return notice(
    'loki-service-guessed',
    'info',
    `The label ${name} is taken as the name of the service.`,
    'None of the usual labels is there; of the others it tells most streams apart.',
    'Give streams a label service_name.',
  );
}

/** More services than are told apart. */
export function servicesLeftOut(count: number): Notice {
  return notice(
    'loki-services-left-out',
    'warning',
    `The logs of ${count} services were not asked about.`,
    'Those that write most were kept.',
    'Narrow the scope.',
  );
}

/** Nothing tells levels. */
export function noLevels(): Notice {
  return notice(
    'loki-no-levels',
    'info',
    'Neither a label nor Loki itself tells the level of lines.',
    'Totals by level are unknown; templates have the level that their text names.',
    'Let Loki detect levels (discover_log_levels).',
  );
}

/** How whole the templates are. */
export function wholeness({ sampled, unread, failures }: LokiTemplates): Notice[] {
  const notices: Notice[] = [];
  if (failures.length > 0) {
    notices.push(
      notice(
        'loki-lines-failed',
        'warning',
        `Lines could not all be read: ${failures[0]}`,
        `${failures.length} questions failed. What they would have shown is missing.`,
        'Narrow the scope, or raise the limits of Loki.',
      ),
    );
  }
  if (unread.length > 0) {
    notices.push(
      notice(
        'loki-lines-unread',
        'warning',
        `No lines were read of ${named(unread)}.`,
        'Too many services write too much; their totals are known.',
        'Narrow the scope.',
      ),
    );
  }
  if (sampled.length > 0 && failures.length === 0) {
    notices.push(
      notice(
        'loki-sampled',
        'info',
        `Lines of ${named(sampled)} were read in part.`,
        'Their rare templates may be missing, and counts that are not exact are of a sample.',
        'Narrow the scope.',
      ),
    );
  }
  return notices;
}

function named(services: readonly string[]): string {
  const distinct = [...new Set(services.map((name) => (name === '' ? '(no service)' : name)))];
  return distinct.length <= NAMED ? distinct.join(', ') : `${distinct.slice(0, NAMED).join(', ')} and ${distinct.length - NAMED} more`;
}
