/** A backend that was asked. */
export interface Source {
  /** Kind of backend. */
  backend: 'prometheus' | 'loki' | 'tempo';
  /** Address without user info. */
  url: string;
  /** Questions asked. */
  asked: number;
  /** Questions answered. */
  answered: number;
  /** Questions without data. */
  noData: number;
  /** Questions that failed. */
  failed: number;
  /** What went wrong; empty if nothing. */
  message: string;
}
