import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that a test started. */
export interface Running {
  /** Address, such as `http://127.0.0.1:34567`. */
  url: string;
  /** What it wrote to stderr and stdout. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Why tests with a program cannot run; null where they can. Where `HEIMR_REQUIRE_PROGRAMS` is 1, a missing program is a failure.
 * @param program name of an executable
 */
export function missing(program: string): string | null {
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) return null;
  if (process.env['HEIMR_REQUIRE_PROGRAMS'] === '1') throw new Error(`${program} is not installed (HEIMR_REQUIRE_PROGRAMS=1)`);
  return `${program} is not installed`;
}

/** A port on loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Starts a program and waits until it answers.
 * @param program name of an executable
 * @param args arguments for a port
 * @param ready path that answers 200 once it is ready
 * @param own port to use; any free one by default
 */
export async function start(program: string, args: (port: number) => string[], ready: string, own?: number): Promise<Running> {
  const port = own ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(program, args(port), { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
  const until = Date.now() + 30_000;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(url + ready).catch(() => null);
    if (answer?.ok) return { url, output: () => output, stop: () => stop(child) };
    await sleep(100);
  }
  await stop(child);
  throw new Error(`${program} did not start:\n${output}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}
