import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  '--force-device-scale-factor=1',
];

/** Opens `page.html` of a folder in Chromium. @returns what it prints */
export function browse(folder: string, flags: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    'chromium',
    [...FLAGS, `--user-data-dir=${join(folder, 'user')}`, ...flags, `file://${join(folder, 'page.html')}`],
    { encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 26 },
  );
  expect(status, stderr).toBe(0);
  return stdout;
}
