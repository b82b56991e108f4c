import type { LogMasks } from './log-masks.js';

/** Request line, status and size of the common and combined log formats (Apache, nginx, Envoy's default and many more). */
const ACCESS = /"([A-Z]{3,8}) (\S{1,2000}) HTTP\/[\d.]{1,3}" ([1-5]\d\d) (?:\d{1,12}|-)(?=\s|$)/;

/** What a line of an access log says, by name, masked; null for any other text. */
export function accessLine(text: string, masks: LogMasks): [name: string, value: string][] | null {
  if (!text.includes(' HTTP/')) return null;
  const found = ACCESS.exec(text);
  if (found === null) return null;
  const [, method = '', path = '', status = ''] = found;
  return [
    ['method', method],
    ['path', masks.text(path)],
    ['status', status],
  ];
}
