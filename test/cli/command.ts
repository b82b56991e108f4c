import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newFolder } from '../input/files.js';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The built command. */
export const MAIN = join(ROOT, 'dist/cli/main.js');

/** How a process ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface Surroundings {
  stdin?: string | Uint8Array;
  cwd?: string;
  env?: Record<string, string>;
  nodeFlags?: string[];
}

/** Surroundings of whoever runs the tests that would change what the command says: colours, and the runner that the tests themselves run in. */
const OWN = ['NO_COLOR', 'FORCE_COLOR', 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT', 'GITLAB_CI'];

function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.includes(name)));
}

/** Starts the command in an empty folder, without what whoever runs the tests has set for it. */
export function start(args: readonly string[], { cwd = newFolder(), env = {}, nodeFlags = [] }: Surroundings = {}): ChildProcess {
  return spawn(process.execPath, [...nodeFlags, MAIN, ...args], { cwd, env: { ...inherited(), NODE_OPTIONS: undefined, ...env } });
}

/** Runs the command to its end. */
export async function heimr(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const child = start(args, surroundings);
  child.stdin?.on('error', () => {});
  child.stdin?.end(surroundings.stdin ?? '');
  return ended(child);
}

/** Runs a line of bash in which $HEIMR is the command. */
export async function shell(line: string, cwd = newFolder(), env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn('bash', ['-c', line], { cwd, env: { ...inherited(), HEIMR: `${process.execPath} ${MAIN}`, ...env } });
  child.stdin?.end();
  return ended(child);
}

/** Collects what a process says until it has ended. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}

const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,sentBytes,grpThreads,allThreads,Latency,Connect\n';

/** A small JMeter result: one request each 100 ms, the labels `GET /a` and `POST /b`, every 20th failed. */
export function jtl(rows = 200): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const failed = i % 20 === 19;
    const code = failed ? '500,Internal Server Error' : '200,OK';
    return `${1_763_632_800_000 + i * 100},${20 + ((i * 37) % 80)},${i % 2 === 0 ? 'GET /a' : 'POST /b'},${code},users 1-${1 + (i % 5)},${!failed},1000,200,5,5,15,${i < 5 ? 3 : 0}\n`;
  });
  return HEADER + lines.join('');
}
