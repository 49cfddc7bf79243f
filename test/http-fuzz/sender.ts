import { Agent, type IncomingMessage, request } from 'node:http';
import type { Role } from '../../src/identity';
import { type TestBrowser, type TestPerson, TestService } from '../support/test-service';

const ANSWERS_WITHIN_MS = 30_000;

/** What is sent, as it goes over the wire. */
export interface Sent {
  readonly method: string;
  /** Path and query, encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly closes: boolean;
  readonly etag: string;
  readonly text: string;
}

/** Reads an answer to its end; of a stream of events only the beginning. */
async function read(message: IncomingMessage): Promise<string> {
  const isStream = message.headers['content-type']?.startsWith('text/event-stream') === true;
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
    if (isStream) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends exactly what it is given, over one connection that is kept. */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly url: string) {}

  send({ method, target, headers, body }: Sent): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(this.url);
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const sent = request(
        {
          ...{ agent: this.agent, hostname, port, method, path: target },
          headers: { ...headers, ...length },
          timeout: ANSWERS_WITHIN_MS,
        },
        (message) => {
          read(message)
            .then((text) => {
              resolve({
                status: message.statusCode ?? 0,
                type: message.headers['content-type'] ?? '',
                closes: message.headers.connection === 'close',
                etag: message.headers.etag ?? '',
                text,
              });
            })
            .catch(reject);
        },
      );
      sent.once('timeout', () => sent.destroy(new Error('no answer came')));
      sent.once('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Somebody who calls, and signs in again when the session has ended. */
export class Caller {
  private headers: Readonly<Record<string, string>> = {};

  constructor(
    readonly name: string,
    private readonly signIn: (() => Promise<TestBrowser>) | undefined,
  ) {}

  static anonymous = (): Caller => new Caller('anonymous', undefined);

  static inSandbox = (service: TestService, role: Role): Caller =>
    new Caller(role, () => service.signInToSandbox(role));

  static real = (service: TestService, name: string, person: TestPerson): Caller =>
    new Caller(name, async () => {
      const { dataSource } = service.database;
      // What was tried with wrong codes and passwords must not keep the person out for a quarter of an hour.
      await dataSource.query(
        'UPDATE fund.account SET locked_until = NULL, failures = 0 WHERE id = $1',
        [person.accountId],
      );
      await dataSource.query(
        'UPDATE fund.sign_in_failure SET locked_until = NULL, failures = 0 WHERE account_id = $1',
        [person.accountId],
      );
      return service.signIn(person);
    });

  get credentials(): Readonly<Record<string, string>> {
    return this.headers;
  }

  async renew(): Promise<void> {
    if (this.signIn === undefined) return;
    const browser = await this.signIn();
    const { csrfToken } = await browser.readSession();
    const cookies = ['fund_access', 'fund_csrf'].map(
      (name) => `${name}=${browser.cookie(name) ?? ''}`,
    );
    this.headers = { cookie: cookies.join('; '), 'x-csrf-token': String(csrfToken) };
  }
}
