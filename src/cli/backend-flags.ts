import type { Command } from 'commander';
import type { BackendChoice, BackendChoices } from './backend-choices.js';
import { flag } from './flag.js';
import { parseAddress, parseText } from './values.js';

/** Flags that name backends and what of them belongs to the system under test. */
export interface BackendFlags {
  prometheus?: string;
  prometheusMatch?: string;
  loki?: string;
  lokiSelector?: string;
  tempo?: string;
  tempoFilter?: string;
  grafana?: string;
}

/** Adds them to a command. */
export function addBackendFlags(command: Command): Command {
  return command
    .addOption(flag('--prometheus <url>', 'ask this Prometheus for the time of the test', parseAddress))
    .addOption(flag('--prometheus-match <matchers>', 'series of the system under test, such as \'{namespace="shop"}\'', parseText))
    .addOption(flag('--loki <url>', 'ask this Loki', parseAddress))
    .addOption(flag('--loki-selector <selector>', 'log streams of the system under test', parseText))
    .addOption(flag('--tempo <url>', 'ask this Tempo', parseAddress))
    .addOption(flag('--tempo-filter <conditions>', 'TraceQL conditions on spans of the system under test', parseText));
}

/** What flags say of backends; an empty address stands for that of heimr.yaml. */
export function backendChoices(flags: BackendFlags): BackendChoices {
  const { prometheus, prometheusMatch, loki, lokiSelector, tempo, tempoFilter, grafana } = flags;
  return {
    ...one('prometheus', prometheus, 'match', prometheusMatch),
    ...one('loki', loki, 'selector', lokiSelector),
    ...one('tempo', tempo, 'filter', tempoFilter),
    ...(grafana === undefined ? {} : { grafana: { url: grafana } }),
  };
}

function one(
  name: 'prometheus' | 'loki' | 'tempo',
  url: string | undefined,
  part: 'match' | 'selector' | 'filter',
  value: string | undefined,
): BackendChoices {
  if (url === undefined && value === undefined) return {};
  const choice: BackendChoice = { url: url ?? '', scope: value === undefined ? {} : { [part]: value } };
  return { [name]: choice };
}
