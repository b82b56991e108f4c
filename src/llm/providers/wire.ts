/** What every wire needs to know. */
export interface WireOptions {
  /** Name of the model as its server has it. */
  model: string;
  /** Base address, without user info. */
  base: string;
  /** Key; null where none is needed. Never told, never stored. */
  key: string | null;
  /** Whether the base address is this machine. */
  isLocal: boolean;
  /** Silence after which it is given up, ms. */
  silence: number;
  /** Waits between attempts; a test passes its own. */
  pause?: (ms: number) => Promise<void>;
  /** False for a dry run: nothing is asked, and the window is assumed. */
  fetchFacts?: boolean;
  /** Tokens that the model's window is taken for, where the user knows better. */
  window?: number;
}
