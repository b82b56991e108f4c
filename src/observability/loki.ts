import type { Notice } from '../model/notice.js';
import type { LokiScope } from '../model/scope.js';
import type { LogsAnswer, TestTarget } from '../model/telemetry.js';
import type { Asker } from './asker.js';
export async function askLoki(_asker: Asker, target: TestTarget, _scope: LokiScope): Promise<{ answer: LogsAnswer; notices: Notice[] }> {
  return { answer: { binStart: target.window.start, binWidth: 1000, totals: [], templates: [] }, notices: [] };
}
