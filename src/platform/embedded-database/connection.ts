import { Socket } from 'node:net';
import { Client } from 'pg';
import { SUPERUSER } from './cluster';

/** Where a server listens: the folder of its socket and the port in the socket's name. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** An open connection of the superuser to the database `postgres`. */
export interface Connection {
  readonly client: Client;
  /** Lets the process end while this connection is open. */
  unref(): void;
  ref(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects to the server; fails with the error of the driver or of the socket. */
export async function connect(address: ServerAddress, name: string): Promise<Connection> {
  const socket = new Socket();
  const client = new Client({
    host: address.host,
    port: address.port,
    user: SUPERUSER,
    database: SUPERUSER,
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ssl: false,
    // Wins over PGOPTIONS of the environment: this connection idles as long as the process lives.
    options: '-c idle_session_timeout=0 -c statement_timeout=0',
    stream: () => socket,
  });
  // Without a listener, a server that dies would take this process with it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return { client, unref: () => socket.unref(), ref: () => socket.ref() };
}
