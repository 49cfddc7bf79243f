import 'reflect-metadata';
import { runProcess, say } from './commands/run-process';
import { work } from './commands/work-command';
import { openDatabase } from './database';
import { createLogger } from './platform/logging';

/** The worker process: posts what waits until it is stopped. */
void runProcess(async (config) => {
  const database = await openDatabase(config, say);
  try {
    await work(database, createLogger(config.logLevel));
  } finally {
    await database.close();
  }
});
