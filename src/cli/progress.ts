/** One line on standard error that says how far the reading is. Only on a terminal, gone at the end. */

import type { Progress } from '../analyzer.js';
import type { OpenedFile } from '../input/open-files.js';
import { thousands } from '../model/thousands.js';
import type { Screen } from './text-output.js';

/** Between two paintings, ms. The first one waits as long, so that a quick run shows none. */
const INTERVAL = 125;
const MB = 1e6;

/** Paints progress. */
export class ProgressLine {
  #painted = false;
  #next: number;
  readonly #start: number;
  /** Decompressed bytes and rows of the files before the current one. */
  #before = { bytes: 0 };
  #current = { index: 0, bytes: 0 };

  /**
   * @param files the inputs, in the order of the analysis
   * @param paint writes to standard error at once
   * @param clock ms
   */
  constructor(
    private readonly files: readonly OpenedFile[],
    private readonly screen: Screen,
    private readonly paint: (text: string) => void,
    private readonly clock: () => number = Date.now,
  ) {
    this.#start = clock();
    this.#next = this.#start + INTERVAL;
  }

  /** Takes note of progress; paints at most eight times a second. */
  readonly update = (progress: Progress): void => {
    if (progress.index !== this.#current.index) this.#before.bytes += this.#current.bytes;
    this.#current = { index: progress.index, bytes: progress.bytes };
    const now = this.clock();
    if (now < this.#next) return;
    this.#next = now + INTERVAL;
    this.#painted = true;
    this.paint(`\r${this.#line(progress, (now - this.#start) / 1000).slice(0, this.screen.width - 1)}\u001b[K`);
  };

  /** Takes the line away. */
  clear(): void {
    if (this.#painted) this.paint('\r\u001b[K');
    this.#painted = false;
    this.#next = Number.POSITIVE_INFINITY;
  }

  #line(progress: Progress, seconds: number): string {
    const file = this.files[progress.index];
    const share = file?.size ? ` of ${megabytes(file.size)} (${Math.floor((100 * file.consumed()) / file.size)} %)` : '';
    const read = file ? file.consumed() : progress.bytes;
    const rate = (this.#before.bytes + progress.bytes) / seconds;
    const parts = [
      `${progress.file}: ${megabytes(read)}${share}`,
      `${thousands(progress.rows)} rows`,
      `${Math.round(rate / MB)} MB/s`,
      this.#timeLeft(seconds),
    ];
    return parts.filter((part) => part !== '').join(', ');
  }

  /** From bytes on disk, the only total that is known beforehand. */
  #timeLeft(seconds: number): string {
    let total = 0;
    let consumed = 0;
    for (const file of this.files) {
      if (file.size === null) return '';
      total += file.size;
      consumed += file.consumed();
    }
    return consumed === 0 ? '' : `${duration((seconds * (total - consumed)) / consumed)} left`;
  }
}

function megabytes(bytes: number): string {
  return bytes < 10 * MB ? `${(bytes / MB).toFixed(1)} MB` : `${Math.round(bytes / MB)} MB`;
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
