/** The port to a backend: one exchange over HTTP. Edges implement it (the network, a replay); everything above is the same for all of them. */
export interface Connection {
  /** Address as given, without user info. */
  readonly url: string;
  /**
   * One request and its answer. Retries, timeouts and size limits are the connection's own.
   * @param request what to ask
   * @throws ConnectionError where there is no answer
   */
  send(request: BackendRequest): Promise<BackendReply>;
}

/** What is sent. */
export interface BackendRequest {
  /** `POST` sends the parameters as a form, for queries too long for an address. */
  method: 'GET' | 'POST';
  /** Path below the base address, starting with `/`, such as `/api/v1/query`. */
  path: string;
  /** Parameters, in order. */
  params: readonly (readonly [name: string, value: string])[];
  /** Headers beside those of the connection (credentials are the connection's). */
  headers?: Readonly<Record<string, string>>;
}

/** What came back, whatever its status. */
export interface BackendReply {
  /** HTTP status. */
  status: number;
  /** `content-type`, in lower case; empty where there was none. */
  contentType: string;
  /** Body, decompressed. */
  body: string;
  /** How far the backend's clock is ahead of this machine's by the answer's `date` (whole seconds), ms; null where it did not say. */
  clockOffset: number | null;
}

/** Why there was no answer. */
export type ConnectionFailure = 'timeout' | 'unreachable' | 'tls' | 'too-large' | 'redirect' | 'broken' | 'not-recorded' | 'aborted';

/** No answer came. The message holds neither credentials nor control characters. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(
    readonly failure: ConnectionFailure,
    message: string,
  ) {
    super(message);
  }
}
