import { rmSync } from 'node:fs';

/** Stops the tests' PostgreSQL and removes its folder. */
export default async function stopDatabase(): Promise<void> {
  const server = globalThis.testServer;
  if (server === undefined) return;
  await server.release();
  rmSync(server.folder, { recursive: true, force: true });
}
