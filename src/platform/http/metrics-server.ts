import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Metrics, METRICS_TYPE } from './metrics';

const PLAIN = 'text/plain; charset=utf-8';

/** A running metrics server. */
export interface MetricsServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function answer(metrics: Metrics, path: string, response: ServerResponse): Promise<void> {
  const send = (status: number, type: string, body: string): void => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
  if (path === '/healthz') {
    send(200, 'application/json', '{"status":"ok"}');
  } else if (path === '/metrics') {
    try {
      send(200, METRICS_TYPE, await metrics.text());
    } catch {
      // The figures of the installation are in the database, which does not answer.
      send(503, PLAIN, 'NOT_READY\n');
    }
  } else {
    send(404, PLAIN, 'ROUTE_NOT_FOUND\n');
  }
}

/** Serves `/metrics` and `/healthz` on the loopback address, for a process without an HTTP service. */
export async function serveMetrics(metrics: Metrics, port: number): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    void answer(metrics, request.url ?? '', response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
