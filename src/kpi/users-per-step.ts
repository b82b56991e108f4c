import type { HistogramGrid } from '../stats/histogram-grid.js';
import { STEP_SECONDS } from '../stats/time-ladder.js';
import { C_USERS, C_USERS_N, C_USERS_SUM } from './step-cells.js';

/** Active users in a step of time. */
export interface Users {
  /** Largest number seen. */
  max: number;
  /** Mean over the requests that started. */
  mean: number;
}

/** Active users per step of one file. */
export interface FileUsers {
  level: number;
  bySlot: Map<number, { max: number; sum: number; n: number }>;
}

/** Reads one file's users off its grid, before the grid is merged with other files'. */
export function usersOf(grid: HistogramGrid): FileUsers {
  const bySlot: FileUsers['bySlot'] = new Map();
  for (let cell = 0; cell < grid.cells; cell++) {
    const at = cell * grid.scalarCount;
    const n = grid.scalars[at + C_USERS_N] as number;
    if (n > 0)
      add(bySlot, grid.cellSlot[cell] as number, {
        max: grid.scalars[at + C_USERS] as number,
        sum: grid.scalars[at + C_USERS_SUM] as number,
        n,
      });
  }
  return { level: grid.level, bySlot };
}

/**
 * Users of all injectors per step: each file counts its own engine's users, so they add up. A step in which an injector wrote no row, between
 * two in which it did, has its last numbers.
 * @param level step width wanted; at least as wide as each file's
 * @returns users by slot
 */
export function sumUsers(files: readonly FileUsers[], level: number): Map<number, Users> {
  const all = new Map<number, Users>();
  for (const file of files) {
    const factor = (STEP_SECONDS[level] as number) / (STEP_SECONDS[file.level] as number);
    const bySlot: FileUsers['bySlot'] = new Map();
    for (const [slot, users] of file.bySlot) add(bySlot, Math.floor(slot / factor), users);
    const slots = [...bySlot.keys()].sort((a, b) => a - b);
    slots.forEach((slot, i) => {
      const { max, sum, n } = bySlot.get(slot) as { max: number; sum: number; n: number };
      for (let s = slot; s < (slots[i + 1] ?? slot + 1); s++) {
        const before = all.get(s);
        all.set(s, { max: (before?.max ?? 0) + max, mean: (before?.mean ?? 0) + sum / n });
      }
    });
  }
  return all;
}

function add(bySlot: FileUsers['bySlot'], slot: number, users: { max: number; sum: number; n: number }): void {
  const before = bySlot.get(slot);
  if (!before) bySlot.set(slot, { ...users });
  else bySlot.set(slot, { max: Math.max(before.max, users.max), sum: before.sum + users.sum, n: before.n + users.n });
}
