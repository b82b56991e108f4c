import type { Notice } from '../model/notice.js';
import type { LokiScope } from '../model/scope.js';
import type { LogsAnswer, TestTarget } from '../model/telemetry.js';
import type { Asker } from './asker.js';
import type { LogBins } from './log-line.js';
import { binsOf, spanOf } from './loki-bins.js';
import { LokiClient } from './loki-client.js';
import { discover } from './loki-discovery.js';
import { badSelector, guessedService, noLevels, noLogs, noService, notAnswered, servicesLeftOut, wholeness } from './loki-notices.js';
import { isSelector } from './loki-query.js';
import { askTemplates } from './loki-templates.js';
import { askTotals } from './loki-totals.js';
import { sampleWindows } from './loki-windows.js';
import { shown } from './shown-text.js';

/**
 * Asks Loki about a test: what services wrote, at which level, when, in which words.
 * @returns what was learnt, and what the reader must know of it. Never throws for what a backend does; nothing learnt is an answer without totals and a notice
 */
export async function askLoki(asker: Asker, target: TestTarget, scope: LokiScope): Promise<{ answer: LogsAnswer; notices: Notice[] }> {
  const bins = binsOf(target.window);
  const { selector } = scope;
  if (selector !== undefined && !isSelector(selector)) return { answer: nothing(bins), notices: [badSelector(shown(selector, 100))] };
  const place = await discover(asker, target.window, selector);
  if (place.status === 'failed') return { answer: nothing(bins), notices: [notAnswered('which labels it has', place.message)] };
  if (place.status === 'no-data') return { answer: nothing(bins), notices: [noLogs(selector)] };

  const notices: Notice[] = [];
  if (place.value.service === null) notices.push(noService());
  if (place.value.guessed) notices.push(guessedService(place.value.service ?? ''));
  if (place.value.leftOut > 0) notices.push(servicesLeftOut(place.value.leftOut));
  const client = new LokiClient(asker, place.value.service);
  const totals = await askTotals(client, place.value, bins, target.window);
  if (totals.status === 'failed')
    return { answer: nothing(bins), notices: [...notices, notAnswered('how many lines there are', totals.message)] };
  if (totals.status === 'no-data') return { answer: nothing(bins), notices: [...notices, noLogs(selector)] };
  if (totals.value.rung.kind === 'none') notices.push(noLevels());

  const templates = await askTemplates(client, place.value, totals.value, bins, sampleWindows(target, spanOf(bins)));
  return {
    answer: { binStart: bins.start, binWidth: bins.width, totals: totals.value.totals, templates: templates.templates },
    notices: [...notices, ...wholeness(templates)],
  };
}

function nothing(bins: LogBins): LogsAnswer {
  return { binStart: bins.start, binWidth: bins.width, totals: [], templates: [] };
}
