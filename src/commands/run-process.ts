import { GuardMissingError, SchemaTooNewError } from '../database';
import { DomainError, problemOfRefusal } from '../errors';
import { CheckpointConflictError, SealBrokenError, SealKeyError } from '../ledger';
import { type Config, ConfigError, readConfig } from '../platform/config';
import { EmbeddedDatabaseError } from '../platform/embedded-database';
import { RedisUnfitError } from '../platform/redis';
import { startTracing } from '../platform/tracing';

/** How a process ends. */
export const EXIT = { done: 0, failed: 1, refused: 2 } as const;

/** Tells whoever runs the process something that is not its result. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** What a person can do about a failure of the machine, in one or two lines. */
function explainFailure(error: unknown): string {
  if (error instanceof EmbeddedDatabaseError) return `${error.message}\n${error.whatToDo}`;
  if (error instanceof RedisUnfitError) return `${error.message}\n${error.whatToDo}`;
  if (error instanceof ConfigError) return error.message;
  if (error instanceof GuardMissingError) {
    return (
      `Guards of the ledger are missing on: ${error.message}. Nothing is posted until they are back.\n` +
      'Compare the tables with a backup, have the guards restored, and run `npx fund doctor`.'
    );
  }
  if (error instanceof SchemaTooNewError) {
    return `The database at ${error.message} was made by a later version of this program. Use that version.`;
  }
  if (error instanceof SealKeyError) {
    return (
      `${error.message} Set FUND_SEAL_KEY_FILE to a private key; ` +
      '`openssl genpkey -algorithm ed25519 -out FILE` makes one.'
    );
  }
  if (error instanceof SealBrokenError || error instanceof CheckpointConflictError) {
    return `${error.message} Nothing more is sealed. Run \`npx fund verify\` and tell the auditor.`;
  }
  const { code, address, port } = error as { code?: string; address?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port ?? ''} of ${address ?? ''} is taken. Stop what uses it, or set PORT to another one.`;
  }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `The database cannot be reached (${code}). Check DATABASE_URL, or unset it to use the embedded one.`;
  }
  if (code === '28P01' || code === '28000') {
    return 'The database refuses the login. Check user and password in DATABASE_URL.';
  }
  if (code === '42501') {
    return (
      `The login may not do what is needed: ${String((error as { message?: unknown }).message)}.\n` +
      'Set MIGRATION_DATABASE_URL to a login that may create roles and schemas, and run `npx fund migrate`.'
    );
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Runs a process to its end: reads the settings, and turns whatever is thrown into words on standard
 * error and an exit status.
 */
export async function runProcess(work: (config: Config) => Promise<void>): Promise<void> {
  let language: Config['language'] = 'en';
  let stopTracing = (): Promise<void> => Promise.resolve();
  try {
    const config = readConfig(process.env);
    language = config.language;
    stopTracing = await startTracing(config.traceEndpoint);
    await work(config);
  } catch (error) {
    if (error instanceof DomainError) {
      say(JSON.stringify(problemOfRefusal(error, language), null, 2));
      process.exitCode = error.kind === 'failed' ? EXIT.failed : EXIT.refused;
      return;
    }
    say(explainFailure(error));
    process.exitCode = EXIT.failed;
  } finally {
    await stopTracing();
  }
}
