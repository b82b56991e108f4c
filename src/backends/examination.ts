import type { Notice } from '../model/notice.js';
import type { BackendName } from '../model/scope.js';
import type { Window } from '../model/window.js';
import type { Asker, Outcome } from '../observability/asker.js';
import type { BackendReply, BackendRequest } from '../observability/connection.js';

/** One thing that was looked at. */
export interface Point {
  /** What, in one word or two. */
  title: string;
  outcome: 'fine' | 'wrong' | 'not-checked';
  /** What was seen. */
  said: string;
  /** How to mend it; empty where there is nothing to mend. */
  todo: Notice['todo'];
}

/** What was seen of one backend. */
export interface Examination {
  backend: BackendName;
  /** Address without user info. */
  url: string;
  points: Point[];
}

/** What is particular to one kind of backend. */
export interface Kind<Scope> {
  /** As people call it. */
  name: string;
  backend: BackendName;
  /** A question that costs nothing and that only this kind answers. */
  probe: BackendRequest;
  /** @throws Error with a short message where the answer to it is none of this kind's */
  readProbe(reply: BackendReply): void;
  /** Asks for the version, such as `Prometheus 3.5.0`. */
  version(asker: Asker): Promise<Outcome<string>>;
  /** The user's scope in words; null where none is set. */
  scopeText(scope: Scope): string | null;
  /** Asks what there is in a window, in words; `no-data` where there is nothing. @param scope null for all that it holds */
  data(asker: Asker, window: Window, scope: Scope | null): Promise<Outcome<string>>;
  /** Paths that people give by mistake or forget, for the advice on an address that is another's. */
  advice: string;
}

/** @returns a point where all is well */
export const fine = (title: string, said: string): Point => ({ title, outcome: 'fine', said, todo: '' });
/** @returns a point that must be mended */
export const wrong = (title: string, said: string, todo: string): Point => ({ title, outcome: 'wrong', said, todo });
/** @returns a point that could not be looked at */
export const notChecked = (title: string, said: string): Point => ({ title, outcome: 'not-checked', said, todo: '' });
