import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Routes of the app, and how long each takes, ms. */
const ROUTES: Readonly<Record<string, number>> = { '/list': 4, '/item': 8, '/order': 12 };

/** A small web application that tells Prometheus what it does. Its fault: one route takes 150 ms and fails now and then. */
export class InstrumentedApp {
  faulty = false;
  readonly #server: Server;
  readonly #counts = new Map<string, { count: number; sum: number }>();
  #active = 0;
  #served = 0;

  constructor() {
    this.#server = createServer((incoming, outgoing) => {
      const route = incoming.url ?? '/';
      if (route === '/metrics') {
        outgoing.end(this.#metrics());
        return;
      }
      void this.#serve(route).then((status) => {
        outgoing.statusCode = status;
        outgoing.end('done');
      });
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #serve(route: string): Promise<number> {
    const start = performance.now();
    this.#active++;
    const broken = this.faulty && route === '/order';
    await sleep(broken ? 150 : (ROUTES[route] ?? 1));
    this.#active--;
    const status = broken && this.#served++ % 3 === 0 ? 500 : 200;
    const key = `http_route="${route}",http_response_status_code="${status}"`;
    const seen = this.#counts.get(key) ?? { count: 0, sum: 0 };
    this.#counts.set(key, { count: seen.count + 1, sum: seen.sum + (performance.now() - start) / 1000 });
    return status;
  }

  #metrics(): string {
    const lines = [...this.#counts].flatMap(([labels, { count, sum }]) => [
      `http_server_request_duration_seconds_count{${labels}} ${count}`,
      `http_server_request_duration_seconds_sum{${labels}} ${sum}`,
    ]);
    const memory = process.memoryUsage();
    return `${[
      ...lines,
      `http_server_active_requests ${this.#active}`,
      'process_start_time_seconds 1700000000',
      'app_build_info{version="1.2.3"} 1',
      `nodejs_heap_size_used_bytes ${memory.heapUsed}`,
    ].join('\n')}\n`;
  }
}

/** Requests at an even rate to all routes in turn until told to stop. @param perSecond requests per second */
export function load(port: number, perSecond: number): () => void {
  const routes = Object.keys(ROUTES);
  let at = 0;
  const timer = setInterval(() => {
    const outgoing = request({ host: '127.0.0.1', port, path: routes[at++ % routes.length], agent: false }, (answer) => answer.resume());
    outgoing.on('error', () => undefined);
    outgoing.end();
  }, 1000 / perSecond);
  return () => clearInterval(timer);
}
