/** Backends as chosen → connections. Loaded only where there is one to ask. */

import { readFile } from 'node:fs/promises';
import type { Backends, Connection } from '../analyzer.js';
import { type ConnectionSettings, isLoopback, shownAddress } from '../backends/connection-settings.js';
import { httpConnection } from '../backends/http-connection.js';
import { Recorder } from '../backends/recording.js';
import { refusingConnection } from '../backends/refusing-connection.js';
import { openRecording } from '../backends/replay.js';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { BackendName, BackendScopes } from '../model/scope.js';
import type { BackendChoice, BackendChoices } from './backend-choices.js';
import { CONFIG_NAME } from './config.js';

const NAMES = ['prometheus', 'loki', 'tempo'] as const;

/** What to do with backends beside asking them. */
export interface BackendUse {
  /** Folder to record into. */
  capture?: string;
  /** Folder with a recording, asked in place of the backends. */
  replay?: string;
  /** Whether a heimr.yaml found by itself may name remote backends. */
  trustConfig?: boolean;
  /** How far the backends' clock is ahead of the load tool's, ms. */
  clockOffset?: number;
}

/** Backends ready to ask, and what is to be done once they were asked. */
export interface OpenBackends {
  backends: Backends | undefined;
  /** Writes the recording, if one was wanted. */
  finish(): Promise<void>;
}

/**
 * @throws HeimrError `config` for settings that make no sense, `usage` for flags that contradict each other, `unreadable` for no recording, `output` for
 * a folder that cannot be made
 */
export async function openBackends(choices: BackendChoices, use: BackendUse, environment: NodeJS.ProcessEnv): Promise<OpenBackends> {
  const { grafana } = choices;
  const link = grafana ? { grafana } : {};
  if (use.replay !== undefined) {
    if (use.capture !== undefined) throw new HeimrError('usage', '--capture and --replay exclude each other.', 'Leave one of them away.');
    const { connections, scopes, clockOffset } = await openRecording(use.replay);
    return { backends: { ...asked(connections, scopes), ...link, ...shift(use.clockOffset ?? clockOffset) }, finish: async () => {} };
  }
  const connections: Partial<Record<BackendName, Connection>> = {};
  const scopes: BackendScopes = {};
  const chosen = NAMES.filter((name) => choices[name]);
  if (chosen.length === 0) {
    if (use.capture !== undefined)
      throw new HeimrError('usage', '--capture needs a backend to record.', 'Add --prometheus, --loki or --tempo.');
    return { backends: undefined, finish: async () => {} };
  }
  for (const name of chosen) {
    const choice = choices[name] as BackendChoice;
    const isFound = choices.found?.includes(name) === true && use.trustConfig !== true;
    connections[name] = await connect(name, choice, isFound, environment);
    scopes[name] = choice.scope;
  }
  const more = { ...link, ...shift(use.clockOffset ?? null) };
  if (use.capture === undefined) return { backends: { ...asked(connections, scopes), ...more }, finish: async () => {} };
  const recorder = await Recorder.open(use.capture);
  for (const name of chosen) connections[name] = recorder.record(name, connections[name] as Connection);
  return {
    backends: { ...asked(connections, scopes), ...more },
    finish: () => recorder.write({ scopes, clockOffset: use.clockOffset ?? null }),
  };
}

function shift(clockOffset: number | null): Pick<Backends, 'clockOffset'> {
  return clockOffset === null ? {} : { clockOffset };
}

function asked(connections: Partial<Record<BackendName, Connection>>, scopes: BackendScopes): Backends {
  return Object.fromEntries(
    Object.entries(connections).map(([name, connection]) => [name, { connection, scope: scopes[name as BackendName] ?? {} }]),
  );
}

async function connect(name: BackendName, choice: BackendChoice, isFound: boolean, environment: NodeJS.ProcessEnv): Promise<Connection> {
  const { scope: _, timeout, tls, ...plain } = choice;
  const filled = (text: string): string => fill(text, name, environment);
  try {
    // Not even the environment is looked at for an address that nobody on this machine may have meant.
    if (isFound && leavesTheMachine(plain)) return refused(name, plain.url);
    const url = filled(plain.url);
    const settings: ConnectionSettings = {
      ...plain,
      url,
      ...(plain.headers ? { headers: Object.fromEntries(Object.entries(plain.headers).map(([key, value]) => [key, filled(value)])) } : {}),
      ...(plain.bearer ? { bearer: filled(plain.bearer) } : {}),
      ...(plain.tenant ? { tenant: filled(plain.tenant) } : {}),
      ...(plain.basic ? { basic: { user: filled(plain.basic.user), password: filled(plain.basic.password) } } : {}),
      ...(plain.proxy ? { proxy: filled(plain.proxy) } : {}),
      ...(tls ? { tls: await withCertificates(tls) } : {}),
      ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    };
    return httpConnection(settings);
  } catch (error) {
    if (error instanceof HeimrError) throw error;
    throw new HeimrError(
      'config',
      `${name}: ${error instanceof Error ? error.message : 'it cannot be reached'}.`,
      'Correct its settings.',
      error,
    );
  }
}

/** Whether what is asked, and credentials with it, may go elsewhere: to the backend, or to a proxy. */
function leavesTheMachine({ url, proxy }: Pick<ConnectionSettings, 'url' | 'proxy'>): boolean {
  return [url, ...(proxy === undefined ? [] : [proxy])].some((address) => address.includes('${') || !isLoopback(address));
}

function refused(name: BackendName, url: string): Connection {
  const shown = url.startsWith('${') ? printable(url) : shownAddress(url);
  return refusingConnection(shown, `${CONFIG_NAME}, which names it, was found by itself; say --${name} URL or --trust-config`);
}

/** `${NAME}` → its value. @throws HeimrError `config` where it is not set */
function fill(text: string, name: BackendName, environment: NodeJS.ProcessEnv): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
    const value = environment[variable];
    if (value !== undefined) return value;
    throw new HeimrError('config', `${name}: the environment has no ${printable(variable)}.`, 'Set it, or correct the name.');
  });
}

async function withCertificates(tls: NonNullable<ConnectionSettings['tls']>): Promise<NonNullable<ConnectionSettings['tls']>> {
  const read = async (key: 'ca' | 'cert' | 'key'): Promise<Record<string, string>> => {
    const path = tls[key];
    if (path === undefined) return {};
    try {
      return { [key]: await readFile(path, 'utf8') };
    } catch (error) {
      throw new Error(`${printable(path)} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  };
  return { ...(tls.insecure ? { insecure: true } : {}), ...(await read('ca')), ...(await read('cert')), ...(await read('key')) };
}
