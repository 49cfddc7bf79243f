import 'reflect-metadata';
import { work } from './commands/work-command';
import { openDatabase } from './database';
import { readConfig } from './platform/config';
import { createLogger } from './platform/logging';

/** The worker process: posts what waits until it is stopped. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const database = await openDatabase(config, (message) => process.stderr.write(`${message}\n`));
  try {
    await work(database, createLogger(config.logLevel));
  } finally {
    await database.close();
  }
}

void main();
