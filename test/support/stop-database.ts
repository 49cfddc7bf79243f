import { rmSync } from 'node:fs';

/** Stops the tests' PostgreSQL and removes its folder, and the one that the tests wrote into. */
export default async function stopDatabase(): Promise<void> {
  const server = globalThis.testServer;
  if (server === undefined) return;
  await server.release();
  for (const folder of [server.folder, globalThis.fastFolder]) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
