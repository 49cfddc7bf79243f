import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** What a thread of clients is to do. */
export interface ClientWork {
  readonly url: string;
  /** Of a program that may enter vouchers. */
  readonly key: string;
  readonly clients: number;
  readonly forMs: number;
  /** Sent in turn, each under a key of its own. */
  readonly bodies: readonly string[];
}

/** What came of it. */
export interface ClientResult {
  readonly accepted: number;
  readonly elapsedMs: number;
}

function send(agent: Agent, { url, key }: ClientWork, act: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${key}`,
      'idempotency-key': act,
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 202) resolve();
        else reject(new Error(`answered ${String(response.statusCode)}`));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function work(given: ClientWork): Promise<ClientResult> {
  const { clients, forMs, bodies } = given;
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const name = `bench-${String(process.hrtime.bigint())}`;
  const started = performance.now();
  let accepted = 0;
  let sent = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - started < forMs) {
      sent += 1;
      await send(agent, given, `${name}-${String(sent)}`, bodies[sent % bodies.length] ?? '');
      accepted += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
    return { accepted, elapsedMs: performance.now() - started };
  } finally {
    agent.destroy();
  }
}

// A thread of its own, so that the clients do not take turns with the service they measure.
if (parentPort !== null) {
  const port = parentPort;
  void work(workerData as ClientWork).then((result) => {
    port.postMessage(result);
  });
}
