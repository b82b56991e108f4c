import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds dist before tests that start the command, unless it is newer than every source file. */
export default function buildOnce(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((name) => join(root, 'src', name));
  const newest = Math.max(
    ...[...sources, join(root, 'tsdown.config.ts'), join(root, 'package.json')].map((path) => statSync(path).mtimeMs),
  );
  const built = statSync(join(root, 'dist/cli/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built > newest) return;
  execFileSync(process.execPath, [join(root, 'node_modules/tsdown/dist/run.mjs'), '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
}
