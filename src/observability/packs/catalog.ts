import { cadvisor } from './cadvisor.js';
import { dotnet } from './dotnet.js';
import { generator } from './generator.js';
import { go } from './go.js';
import { hikari } from './hikari.js';
import { jvm } from './jvm.js';
import { kafka } from './kafka.js';
import { kubeState } from './kube-state.js';
import { mysql } from './mysql.js';
import { node } from './node.js';
import { nodejs } from './nodejs.js';
import { otelDb } from './otel-db.js';
import { otelHttp } from './otel-http.js';
import { otelRpc } from './otel-rpc.js';
import type { Pack } from './pack.js';
import { postgres } from './postgres.js';
import { process } from './process.js';
import { processGroups } from './process-groups.js';
import { proxies } from './proxies.js';
import { python } from './python.js';
import { rabbitmq } from './rabbitmq.js';
import { redis } from './redis.js';
import { scrape } from './scrape.js';
import { serviceGraph } from './service-graph.js';
import { spanMetrics } from './span-metrics.js';

/** All packs, those nearest to the users of a system first: where a budget ends, the last ones lack. */
export const PACKS: readonly Pack[] = [
  otelHttp,
  otelRpc,
  otelDb,
  serviceGraph,
  scrape,
  process,
  nodejs,
  jvm,
  hikari,
  go,
  python,
  dotnet,
  postgres,
  mysql,
  redis,
  kafka,
  rabbitmq,
  proxies,
  node,
  cadvisor,
  kubeState,
  processGroups,
  generator,
  spanMetrics,
];
