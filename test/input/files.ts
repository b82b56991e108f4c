import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { OpenedFile } from '../../src/input/open-files.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-test-'));
  folders.push(folder);
  return folder;
}

/** A file in a new folder. */
export function newFile(content: string | Uint8Array, name = 'results.jtl'): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** All bytes of an opened file, copied as the contract asks. */
export async function bytesOf(file: OpenedFile): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of file.chunks) parts.push(chunk.slice());
  return Buffer.concat(parts);
}
