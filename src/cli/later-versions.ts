/**
 * What the documentation of Heimr as a whole speaks of and this version does not have. Refused by name: a gate that was silently
 * ignored would let every build pass.
 */

const FLAGS: Readonly<Record<string, string>> = {
  '--baseline': 'comparing with a baseline comes',
  '--workers': 'reading with several threads comes',
};

const COMMANDS: Readonly<Record<string, string>> = {
  compare: 'comparing with a baseline comes',
  init: 'making a heimr.yaml comes',
  grafana: 'making a Grafana dashboard comes',
  mcp: 'serving models over MCP comes',
};

/** @param flag long flag as typed, or the key of heimr.yaml as a flag (`clockOffset` → `--clock-offset`) */
export function laterFlag(flag: string): string | undefined {
  return Object.hasOwn(FLAGS, flag) ? `${FLAGS[flag]} with a later version` : undefined;
}

/** @param command name of a command as typed */
export function laterCommand(command: string): string | undefined {
  return Object.hasOwn(COMMANDS, command) ? `${COMMANDS[command]} with a later version` : undefined;
}
