import type { ConnectionSettings } from '../backends/connection-settings.js';
import type { CustomMetric } from '../model/scope.js';

/** A backend as flags and heimr.yaml say it. Texts may hold `${NAME}` of the environment; certificates are paths. */
export interface BackendChoice extends Omit<ConnectionSettings, 'timeoutMs'> {
  /** ms */
  timeout?: number;
  scope: { match?: string; queries?: CustomMetric[]; selector?: string; filter?: string };
}

/** Where queries can be looked at, and ids of the data sources there. */
export interface GrafanaChoice {
  url: string;
  prometheus?: string;
  loki?: string;
  tempo?: string;
}

/** Backends as the user chose them. */
export interface BackendChoices {
  prometheus?: BackendChoice;
  loki?: BackendChoice;
  tempo?: BackendChoice;
  grafana?: GrafanaChoice;
  /** Backends that stand in a heimr.yaml that nobody named. */
  found?: ('prometheus' | 'loki' | 'tempo')[];
}

const NAMES = ['prometheus', 'loki', 'tempo'] as const;

/**
 * Flags win. What a flag does not say is taken from the file, credentials only for the same host: nobody means to send them elsewhere.
 */
export function joinBackends(config: BackendChoices, flags: BackendChoices): BackendChoices {
  const joined: BackendChoices = { ...config, ...(flags.grafana ? { grafana: flags.grafana } : {}) };
  for (const name of NAMES) {
    const said = flags[name];
    const kept = config[name];
    if (!said) continue;
    const url = said.url === '' ? (kept?.url ?? '') : said.url;
    if (url === '') continue;
    const { scope: keptScope = {}, url: keptUrl = '', proxy, ...settings } = kept ?? {};
    // Who names an address has not named the proxy of a file that only lay there.
    const way = proxy === undefined || (said.url !== '' && config.found?.includes(name)) ? {} : { proxy };
    joined[name] = { ...(sameHost(keptUrl, url) ? { ...settings, ...way } : {}), url, scope: { ...keptScope, ...said.scope } };
    if (said.url !== '') joined.found = joined.found?.filter((one) => one !== name) ?? [];
  }
  return joined;
}

function sameHost(a: string, b: string): boolean {
  try {
    return new URL(a).origin === new URL(b).origin;
  } catch {
    return false;
  }
}
