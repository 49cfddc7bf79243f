import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A message as the server got it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body, as sent. */
  readonly raw: string;
  readonly encrypted: boolean;
}

/** What the server answers to the next messages, in order; then it takes them. */
type Refusal = { readonly code: number } | 'hangs up';

/** Of an authority that nobody knows. */
const TLS = join(__dirname, '..', 'queue', 'tls-for-tests-only');

/** A mail server on this machine that keeps what it gets. */
export class MailServer {
  readonly received: Received[] = [];
  readonly refusals: Refusal[] = [];
  /** How often somebody connected. */
  connections = 0;
  private readonly server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.server = new SMTPServer({
      key: readFileSync(join(TLS, 'server-key.pem')),
      cert: readFileSync(join(TLS, 'server.pem')),
      authOptional: true,
      disableReverseLookup: true,
      ...options,
      onConnect: (_, done) => {
        this.connections += 1;
        done(null);
      },
      onData: (stream, { envelope, secure }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const refusal = this.refusals.shift();
          if (refusal === 'hangs up') {
            stream.destroy();
            return;
          }
          if (refusal !== undefined) {
            done(Object.assign(new Error('refused'), { responseCode: refusal.code }));
            return;
          }
          this.received.push({
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
            encrypted: secure,
          });
          done(null);
        });
      },
    });
    // A client that goes away is no fault of the test.
    this.server.on('error', () => undefined);
  }

  static async open(options: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<MailServer> {
    const server = new MailServer(options);
    await new Promise<void>((resolve) => {
      server.server.listen(0, host, resolve);
    });
    return server;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  url(host = '127.0.0.1', credentials = ''): string {
    return `smtp://${credentials}${host}:${String(this.port)}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }
}

/** A header of a message, unfolded and with its encoded words read (RFC 2047). */
export function headerOf({ raw }: Received, name: string): string {
  const [head = ''] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const values = lines.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  if (values.length !== 1) throw new Error(`${name} stands there ${String(values.length)} times`);
  return (values[0] ?? '')
    .slice(name.length + 1)
    .trim()
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString()
        : decodeURIComponent(text.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/gi, '%$1')),
    );
}

/** The names of the headers, in lower case. */
export const headersOf = ({ raw }: Received): string[] =>
  (raw.split('\r\n\r\n')[0] ?? '')
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());

/** The text of a message of one part. */
export function bodyOf(message: Received): string {
  const at = message.raw.indexOf('\r\n\r\n');
  const body = message.raw.slice(at + 4);
  switch (headerOf(message, 'Content-Transfer-Encoding')) {
    case 'base64':
      return Buffer.from(body, 'base64').toString();
    case 'quoted-printable':
      return Buffer.from(
        body
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      ).toString();
    default:
      return body;
  }
}
