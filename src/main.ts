import 'reflect-metadata';
import { DOCUMENTS_ARE_AWAY } from './commands/documents-are-away';
import { runProcess, say } from './commands/run-process';
import { SEALING_IS_OFF } from './commands/sealing-is-off';
import { untilStopped } from './commands/until-stopped';
import { openDatabase } from './database';
import { serve } from './service';

/** The API process: serves HTTP over the configured database, and posts what waits, until stopped. */
void runProcess(async (config) => {
  const stopped = untilStopped();
  const database = await openDatabase(config, say);
  try {
    const service = await serve(config, database);
    if (!service.seals) say(SEALING_IS_OFF[config.language]);
    if (service.awayDocuments !== undefined) {
      say(DOCUMENTS_ARE_AWAY[config.language](service.awayDocuments));
    }
    await stopped;
    await service.stop();
  } finally {
    await database.close();
  }
});
