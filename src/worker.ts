import 'reflect-metadata';
import { runProcess, say } from './commands/run-process';
import { work } from './commands/work-command';
import { openDatabase } from './database';

/** The worker process: posts what waits, and seals it, until it is stopped. */
void runProcess(async (config) => {
  const database = await openDatabase(config, say);
  try {
    await work(config, database, say);
  } finally {
    await database.close();
  }
});
