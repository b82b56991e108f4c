/** Names of the backends, as flags, configuration and reports say them. */
export type BackendName = 'prometheus' | 'loki' | 'tempo';

/** A figure that the user wants to see, in PromQL. */
export interface CustomMetric {
  title: string;
  /** PromQL that gives one or more series. */
  query: string;
  /** Unit of the values, such as `s`, `1/s`, `ratio`; empty where it has none. */
  unit: string;
  /** Which change is bad. */
  direction: 'up' | 'down' | 'either';
}

/** What of Prometheus belongs to the system under test. */
export interface PrometheusScope {
  /** Matchers that every series must meet, such as `{namespace="shop"}`. */
  match?: string;
  /** Figures beside those of the packs. */
  queries?: readonly CustomMetric[];
  /** Labels that name a service, best first, where the usual ones do not. */
  serviceLabels?: readonly string[];
}

/** What of Loki belongs to the system under test. */
export interface LokiScope {
  /** Stream selector, such as `{namespace="shop"}`; without it, all streams of the tenant. */
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
