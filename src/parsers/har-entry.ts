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
          items: { members: { ...leaves('id', 'title'), pageTimings: { members: leaves('onLoad', 'onContentLoad') } }, emit: 'page' },
        },
        entries: {
          emit: 'entries',
          items: {
            emit: 'entry',
            members: {
              ...leaves('startedDateTime', 'time', '_error', '_resourceType', '_fromCache', 'connection', 'serverIPAddress', 'pageref'),
              request: { members: leaves('method', 'url', 'headersSize', 'bodySize') },
              response: {
                members: {
                  ...leaves('status', 'statusText', 'headersSize', 'bodySize', '_transferSize', '_error'),
                  content: { members: leaves('size') },
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

/** A member of an object as a number; NaN for anything else. */
export function numberOf(members: PickedMembers, name: string): number {
  const value = members[name];
  return typeof value === 'number' ? value : Number.NaN;
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

/** Parts of an entry's time, ms; what does not apply (negative, by the format -1) or is missing is 0. */
export interface Timings {
  /** Sum of all parts; NaN where there is none. TLS is part of connecting, so it is not added. */
  total: number;
  /** From the start to the first byte; NaN where there is no part for it. */
  firstByte: number;
  /** Connecting, TLS included; 0 = the connection was reused. NaN where the entry does not say. */
  connect: number;
}

/** HAR 1.2: time is the sum of blocked, dns, connect, send, wait and receive, those that are not -1; ssl is within connect. */
export function timingsOf(timings: PickedMembers): Timings {
  const part = (name: string): number => {
    const value = numberOf(timings, name);
    return value >= 0 ? value : 0;
  };
  const any = ['blocked', 'dns', 'connect', 'send', 'wait', 'receive'].some((name) => numberOf(timings, name) >= 0);
  const before = part('blocked') + part('dns') + part('connect') + part('send') + part('wait');
  return {
    total: any ? before + part('receive') : Number.NaN,
    firstByte: numberOf(timings, 'wait') >= 0 ? before : Number.NaN,
    connect: Number.isNaN(numberOf(timings, 'connect')) ? Number.NaN : part('connect'),
  };
}

/** Bytes received: as transferred where the recorder says so, else headers and body. NaN where neither is known. */
export function bytesIn(response: PickedMembers): number {
  const transferred = numberOf(response, '_transferSize');
  return transferred >= 0 ? transferred : sizeOf(response);
}

/** Headers and body together; NaN where one of them is not known (-1). */
export function sizeOf(message: PickedMembers): number {
  const headers = numberOf(message, 'headersSize');
  const body = numberOf(message, 'bodySize');
  return headers >= 0 && body >= 0 ? headers + body : Number.NaN;
}

/** Method and address without query and fragment, which name single things, not endpoints. */
export function labelOf(method: string, url: string): string {
  if (/^data:/i.test(url)) return 'data:';
  const address = url.split(/[?#]/, 1)[0] as string;
  return `${method === '' ? 'GET' : method} ${address === '' ? '(no address)' : address}`;
}
