/**
 * What the documentation of Heimr as a whole speaks of and this version does not have. Refused by name: a gate that was silently
 * ignored would let every build pass.
 */

const FLAGS: Readonly<Record<string, string>> = {
  '--fail-on': 'gate conditions',
  '--baseline': 'the comparison with a baseline',
  '--prometheus': 'asking Prometheus',
  '--prometheus-match': 'asking Prometheus',
  '--loki': 'asking Loki',
  '--loki-selector': 'asking Loki',
  '--tempo': 'asking Tempo',
  '--tempo-filter': 'asking Tempo',
  '--clock-offset': 'asking backends',
  '--capture': 'recording what backends answered',
  '--replay': 'replaying what backends answered',
  '--prompt': 'explaining with a model',
  '--trust-config': 'asking backends',
  '--workers': 'reading with several threads',
};

const COMMANDS: Readonly<Record<string, string>> = {
  compare: 'the comparison with a baseline',
  explain: 'explaining an analysis',
  report: 'making reports from analysis.json',
  doctor: 'checking backends',
  init: 'making a heimr.yaml',
  grafana: 'making a Grafana dashboard',
  mcp: 'serving a model over MCP',
};

/** @param flag long flag as typed, or the key of heimr.yaml as a flag (`failOn` → `--fail-on`) */
export function laterFlag(flag: string): string | undefined {
  return Object.hasOwn(FLAGS, flag) ? `${FLAGS[flag]} comes with a later version` : undefined;
}

/** @param command name of a command as typed */
export function laterCommand(command: string): string | undefined {
  return Object.hasOwn(COMMANDS, command) ? `${COMMANDS[command]} comes with a later version` : undefined;
}
