import type { WriteStream } from 'node:tty';
import { HeimrError } from '../errors.js';
import { withoutCommands } from '../reporters/document/runner-commands.js';

/** What a stream can show. */
export interface Screen {
  /** Columns. */
  width: number;
  /** Whether escape codes for colour may be used. */
  color: boolean;
  /** Whether it is a terminal that can rewrite a line. */
  live: boolean;
}

/** Standard output or standard error: waits where the reader is slow, and knows when nobody reads any more. */
export class TextOutput {
  /** True once the other end has been closed (`| head -1`); what is written then goes nowhere, which is no error. */
  closed = false;
  readonly #stream: NodeJS.WriteStream;

  /**
   * @param stream standard output or standard error
   * @param required false for what is said besides (progress, notices): that it cannot be said is then no reason to fail
   */
  constructor(
    stream: NodeJS.WriteStream,
    private readonly required = true,
  ) {
    this.#stream = stream;
    // The callback of each write tells of errors; without a listener, Node would end the process too.
    stream.on('error', () => {});
  }

  /** Whether it is a terminal. */
  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Writes text for people: without what a runner of a pipeline would take for a command. */
  async write(text: string): Promise<void> {
    await this.writeExactly(withoutCommands(text));
  }

  /** Writes data as they are. @throws HeimrError `output` where it cannot be written for another reason than a closed pipe */
  async writeExactly(text: string): Promise<void> {
    if (this.closed || text === '') return;
    const error = await new Promise<Error | null | undefined>((resolve) => this.#stream.write(text, resolve));
    if (!error) return;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    this.closed = true;
    if (!this.required || code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return;
    const why = code === 'ENOSPC' ? 'the disk is full' : code || error.message;
    throw new HeimrError('output', `Standard output cannot be written: ${why}.`, 'Check where the output is sent to.', error);
  }

  /**
   * @param colorWanted false after `--no-color`
   * @param environment process.env, of which NO_COLOR and TERM are read
   */
  screen(colorWanted: boolean, environment: NodeJS.ProcessEnv): Screen {
    const live = this.isTerminal && environment.TERM !== 'dumb';
    return {
      width: this.isTerminal ? Math.max(40, (this.#stream as WriteStream).columns || 80) : 80,
      color: live && colorWanted && !environment.NO_COLOR,
      live,
    };
  }
}
