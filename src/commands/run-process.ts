import { DomainError, problemOfRefusal } from '../errors';
import { type Config, languageOfEnvironment, readConfig } from '../platform/config';
import { startTracing } from '../platform/tracing';
import { explainFailure } from './explain-failure';

/** How a process ends. */
export const EXIT = { done: 0, failed: 1, refused: 2 } as const;

/** Tells whoever runs the process something that is not its result. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/**
 * Runs a process to its end: reads the settings, and turns whatever is thrown into words on standard
 * error and an exit status.
 */
export async function runProcess(work: (config: Config) => Promise<void>): Promise<void> {
  const language = languageOfEnvironment(process.env);
  let stopTracing = (): Promise<void> => Promise.resolve();
  try {
    const config = readConfig(process.env);
    stopTracing = await startTracing(config.traceEndpoint);
    await work(config);
  } catch (error) {
    if (error instanceof DomainError) {
      say(JSON.stringify(problemOfRefusal(error, language), null, 2));
      process.exitCode = error.kind === 'failed' ? EXIT.failed : EXIT.refused;
      return;
    }
    say(explainFailure(error, language));
    process.exitCode = EXIT.failed;
  } finally {
    await stopTracing();
  }
}
