import type { ConnectionSettings } from './connection-settings.js';

/** What a header may be called (RFC 9110, 5.1). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What it may hold. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Headers of every request: those of the user, credentials, tenant. Of two that say the same, the more particular setting wins.
 * @param base address, whose user info are basic credentials
 * @throws Error with a short message, without the value, where one cannot be sent
 */
export function requestHeaders(settings: ConnectionSettings, base: URL): Record<string, string> {
  const { bearer, tenant } = settings;
  const basic = settings.basic ?? userInfo(base);
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings.headers ?? {})) all[name.toLowerCase()] = value.trim();
  if (basic) all['authorization'] = `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}`;
  // A token that was read from a file often ends with a line feed.
  if (bearer) all['authorization'] = `Bearer ${bearer.trim()}`;
  if (tenant) all['x-scope-orgid'] = tenant.trim();
  for (const [name, value] of Object.entries(all)) {
    if (!NAME.test(name)) throw new Error('a header has a name that no header can have');
    if (!VALUE.test(value)) throw new Error(`the header ${name} holds a character that no header can hold`);
  }
  return all;
}

function userInfo({ username, password }: URL): { user: string; password: string } | null {
  if (username === '' && password === '') return null;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw new Error('user and password in its address are not encoded as they must be there; give them with basic');
  }
}
