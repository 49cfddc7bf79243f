import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { isLoopback } from '../platform/http/network';
import { oneLine } from './one-line';

/** A message to one address; plain text. */
export interface Message {
  /** Of the notice: the same one has the same Message-ID, however often it is sent. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
}

/** Where mail is handed over, and as whom. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with credentials where the server wants them. */
  readonly url: string;
  readonly from: string;
}

/** Why a message was not taken. */
export class MailError extends Error {
  constructor(
    /** Fit to be kept and shown: says nothing of who or what. */
    readonly code: string,
    /** Whether no other message would have been taken either. */
    readonly isOfTheServer: boolean,
  ) {
    super(code);
  }
}

const CONNECT_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 30_000;
/** However slowly a server answers, bit by bit. */
export const SEND_WITHIN_MS = 60_000;

const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * How the server is spoken to. What crosses a network is encrypted and the server's certificate checked:
 * from the first byte (`smtps:`), or by STARTTLS, without which nothing is sent (RFC 3207). On this machine
 * neither is asked for.
 */
export function transportOptions(url: string): SMTPTransport.Options {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isNearby = host === 'localhost' || isLoopback(host);
  const secure = protocol === 'smtps:';
  return {
    host,
    port: port === '' ? (PORTS[protocol] ?? 587) : parseInt(port, 10),
    secure,
    requireTLS: !secure && !isNearby,
    ignoreTLS: !secure && isNearby,
    tls: { minVersion: 'TLSv1.2' },
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** What the server said of this message, in contrast to what is wrong with every one. */
const OF_THE_MESSAGE = ['EENVELOPE', 'EMESSAGE'];

/** Of an error only its code: its words may hold addresses, and what was sent. */
function mailError(error: unknown): MailError {
  if (error instanceof MailError) return error;
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const name = typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,30}$/.test(code) ? code : 'EUNKNOWN';
  const isOfTheServer = !OF_THE_MESSAGE.includes(name);
  if (name === 'EABORT') return new MailError('ETIMEDOUT', true);
  return typeof responseCode === 'number' && !isOfTheServer
    ? new MailError(`SMTP_${String(responseCode)}`, isOfTheServer)
    : new MailError(name, isOfTheServer);
}

/** Hands messages to the mail server that the settings name. */
export class Mailer {
  private readonly transport;

  constructor(
    private readonly settings: MailSettings,
    private readonly sendWithin = SEND_WITHIN_MS,
  ) {
    this.transport = createTransport(transportOptions(settings.url));
  }

  /**
   * Sends one message. A server that took it may still fail to answer: then it is sent again, with the
   * same Message-ID, by which programs for mail see that they have it.
   *
   * @throws MailError
   */
  async send({ id, to, subject, text }: Message): Promise<void> {
    const { from } = this.settings;
    const message = {
      from: { name: '', address: from },
      to: { name: oneLine(to.name), address: to.address },
      subject,
      text,
      messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
      // Nobody's holiday answers it (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(this.sendWithin),
    };
    try {
      await this.transport.sendMail(message);
    } catch (error) {
      throw mailError(error);
    }
  }
}
