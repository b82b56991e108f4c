import type { HistogramGrid } from '../stats/histogram-grid.js';
import { STEP_SECONDS } from '../stats/time-ladder.js';
import { C_USERS } from './step-cells.js';

/** Largest number of active users per step of one file. */
export interface FileUsers {
  level: number;
  bySlot: Map<number, number>;
}

/** Reads one file's users off its grid, before the grid is merged with other files'. */
export function usersOf(grid: HistogramGrid): FileUsers {
  const bySlot = new Map<number, number>();
  for (let cell = 0; cell < grid.cells; cell++) {
    const users = grid.scalars[cell * grid.scalarCount + C_USERS] as number;
    if (users < 0) continue;
    const slot = grid.cellSlot[cell] as number;
    bySlot.set(slot, Math.max(users, bySlot.get(slot) ?? 0));
  }
  return { level: grid.level, bySlot };
}

/**
 * Users of all injectors per step: each file counts its own engine's users, so they add up. A step in which an injector wrote no row, between
 * two in which it did, has its last number.
 * @param level step width wanted; at least as wide as each file's
 * @returns users by slot
 */
export function sumUsers(files: readonly FileUsers[], level: number): Map<number, number> {
  const sum = new Map<number, number>();
  for (const file of files) {
    const factor = (STEP_SECONDS[level] as number) / (STEP_SECONDS[file.level] as number);
    const bySlot = new Map<number, number>();
    for (const [slot, users] of file.bySlot) {
      const wide = Math.floor(slot / factor);
      bySlot.set(wide, Math.max(users, bySlot.get(wide) ?? 0));
    }
    const slots = [...bySlot.keys()].sort((a, b) => a - b);
    slots.forEach((slot, i) => {
      const users = bySlot.get(slot) as number;
      for (let s = slot; s < (slots[i + 1] ?? slot + 1); s++) sum.set(s, (sum.get(s) ?? 0) + users);
    });
  }
  return sum;
}
