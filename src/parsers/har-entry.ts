import type { Picked, PickedMembers, Shape } from '../decode/json-picker.js';

const LEAF: Shape = {};
const leaves = (...names: string[]): Record<string, Shape> => Object.fromEntries(names.map((name) => [name, LEAF]));

/** What is read of a HAR; everything else, bodies and headers above all, is passed over. */
export const HAR_SHAPE: Shape = {
  members: {
    log: {
      members: {
        version: { emit: 'version' },
        creator: { members: leaves('name', 'version'), emit: 'creator' },
        pages: {
          items: { members: { pageTimings: { members: leaves('onLoad') } }, emit: 'page' },
        },
        entries: {
          emit: 'entries',
          items: {
            emit: 'entry',
            members: {
              ...leaves('startedDateTime', 'time', '_error', '_resourceType', '_fromCache'),
              request: { members: leaves('method', 'url', 'headersSize', 'bodySize') },
              response: {
                members: {
                  ...leaves('status', 'statusText', 'headersSize', 'bodySize', '_transferSize', '_error', '_failureText'),
                },
              },
              timings: { members: leaves('blocked', 'dns', 'connect', 'ssl', 'send', 'wait', 'receive') },
            },
          },
        },
      },
    },
  },
};

/** A member of an object as a text; '' for anything else. */
export function textOf(members: PickedMembers, name: string): string {
  const value = members[name];
  return typeof value === 'string' ? value : '';
}

const NUMBER = /^\s*-?\d+(?:\.\d+)?\s*$/;

/** A member of an object as a number, a number written as text too; NaN for anything else. */
export function numberOf(members: PickedMembers, name: string): number {
  const value = members[name];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : Number.NaN;
}

/** A member of an object as an object; an empty one for anything else. */
export function membersOf(members: PickedMembers, name: string): PickedMembers {
  const value = members[name];
  return isMembers(value) ? value : {};
}

/** Whether a picked value is an object or array. */
export function isMembers(value: Picked | undefined): value is PickedMembers {
  return typeof value === 'object' && value !== null;
}

/**
 * Bytes received: as transferred where the recorder says so, else headers and body. NaN where neither is known.
 * @param all whether this recorder's size of the body holds the headers too
 */
export function bytesIn(response: PickedMembers, all: boolean): number {
  const transferred = numberOf(response, '_transferSize');
  if (transferred >= 0) return transferred;
  if (!all) return sizeOf(response);
  const body = numberOf(response, 'bodySize');
  return body >= 0 ? body : Number.NaN;
}

/** Headers and body together; NaN where one of them is not known (-1). */
export function sizeOf(message: PickedMembers): number {
  const headers = numberOf(message, 'headersSize');
  const body = numberOf(message, 'bodySize');
  return headers >= 0 && body >= 0 ? headers + body : Number.NaN;
}

/** Why there was no whole answer, in the recorder's words; '' where it does not say so. */
export function failureOf(entry: PickedMembers, response: PickedMembers): string {
  return textOf(entry, '_error') || textOf(response, '_error') || textOf(response, '_failureText');
}

/** Whether a good answer came from the browser's cache or a script, so that no server was asked. A 304 did ask one. */
export function isFromCache(entry: PickedMembers, request: PickedMembers, response: PickedMembers): boolean {
  const status = numberOf(response, 'status');
  if (!(status >= 200 && status < 400) || status === 304) return false;
  if (textOf(entry, '_fromCache') !== '' || entry['_fromCache'] === true) return true;
  // Chromium: nothing was transferred, and the body is what that leaves without the headers (0, -115).
  if (numberOf(response, '_transferSize') === 0 && numberOf(response, 'bodySize') <= 0) return true;
  // Firefox: no time passed and no headers were sent. A request over a network has some.
  return numberOf(entry, 'time') === 0 && numberOf(request, 'headersSize') === 0 && numberOf(response, 'headersSize') === 0;
}

/** Method and address without query and fragment, which name single things, not endpoints. */
export function labelOf(method: string, url: string): string {
  if (/^data:/i.test(url)) return 'data:';
  const address = url.split(/[?#]/, 1)[0] as string;
  return `${method === '' ? 'GET' : method} ${address === '' ? '(no address)' : address}`;
}
