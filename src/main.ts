import 'reflect-metadata';
import { untilStopped } from './commands/until-stopped';
import { openDatabase } from './database';
import { readConfig } from './platform/config';
import { serve } from './service';

/** The API process: serves HTTP over the configured database until it is stopped. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const stopped = untilStopped();
  const database = await openDatabase(config, (message) => process.stderr.write(`${message}\n`));
  try {
    const service = await serve(config, database);
    await stopped;
    await service.stop();
  } finally {
    await database.close();
  }
}

void main();
