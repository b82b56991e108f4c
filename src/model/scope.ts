/** Names of the backends, as flags, configuration and reports say them. */
export type BackendName = 'prometheus' | 'loki' | 'tempo';

/** A metric of the user's own. */
export interface CustomMetric {
  title: string;
  /** PromQL that gives one value a series. */
  query: string;
  unit: string;
  /** Which change is bad. */
  direction: 'up' | 'down' | 'either';
}

/** What of Prometheus belongs to the system under test. */
export interface PrometheusScope {
  /** Matchers that every series must meet, such as `{namespace="shop"}`. */
  match?: string;
  queries?: readonly CustomMetric[];
}

/** What of Loki belongs to the system under test. */
export interface LokiScope {
  /** Stream selector, such as `{namespace="shop"}`. */
  selector?: string;
}

/** What of Tempo belongs to the system under test. */
export interface TempoScope {
  /** TraceQL conditions that every search must meet, without braces, such as `resource.deployment.environment.name = "perf"`. */
  filter?: string;
}

/** Scopes of all backends. */
export interface BackendScopes {
  prometheus?: PrometheusScope;
  loki?: LokiScope;
  tempo?: TempoScope;
}
