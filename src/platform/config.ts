import { z } from 'zod';

/** Digits only: what JavaScript would make of ' ', '0x10' or '1e2' is not what was meant. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform((digits) => parseInt(digits, 10))
    .pipe(z.number().min(min).max(max));

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be redis://host:port or rediss://host:port' })
    .regex(
      /^[^/]*\/\/[^/]+(\/\d{0,3})?$/,
      'must name a host, and nothing after it but the number of a database',
    )
    .optional(),
  FUND_DATA_DIR: z.string().min(1).optional(),
  FUND_SEAL_KEY_FILE: z.string().min(1).optional(),
  FUND_CHECKPOINT_DIR: z.string().min(1).optional(),
  FUND_DATABASE_POOL: wholeNumber(2, 200).default(10),
  // There is no sign-in yet, so the service must not be reachable from other machines.
  HOST: z
    .enum(
      ['127.0.0.1', '::1', 'localhost'],
      'must be a loopback address: 127.0.0.1, ::1 or localhost',
    )
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  FUND_METRICS_PORT: wholeNumber(0, 65_535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  FUND_LANGUAGE: z.enum(['zh', 'en']).optional(),
  LANG: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

/** The settings of a process, read once from its environment. */
export interface Config {
  /** The service's own PostgreSQL; absent: the embedded one. */
  readonly databaseUrl: string | undefined;
  /** The login for migrations, when it differs from the service's. */
  readonly migrationDatabaseUrl: string | undefined;
  /** Redis that carries hints between the processes; absent: PostgreSQL does. */
  readonly redisUrl: string | undefined;
  /** Folder of the embedded database; absent: the default of the project. */
  readonly dataFolder: string | undefined;
  /** Private key that signs checkpoints; absent: one in the data folder, if that is ours. */
  readonly sealKeyFile: string | undefined;
  /** Where checkpoints are published; absent: a folder in the data folder, if that is ours. */
  readonly checkpointFolder: string | undefined;
  readonly databasePoolSize: number;
  readonly host: string;
  readonly port: number;
  /** Where a worker serves its metrics, on the loopback address; absent: nowhere. */
  readonly metricsPort: number | undefined;
  /** Collector that traces are exported to; absent: there are none. */
  readonly traceEndpoint: string | undefined;
  readonly logLevel: string;
  /** Language of what the command line says. */
  readonly language: 'zh' | 'en';
}

/** A setting that cannot be used; the message names it and says what it must look like. */
export class ConfigError extends Error {}

/**
 * Reads and checks the settings.
 *
 * @throws ConfigError naming every setting that is wrong
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`Settings cannot be used. ${faults.join('; ')}`);
  }
  const settings = result.data;
  return {
    databaseUrl: settings.DATABASE_URL,
    migrationDatabaseUrl: settings.MIGRATION_DATABASE_URL,
    redisUrl: settings.REDIS_URL,
    dataFolder: settings.FUND_DATA_DIR,
    sealKeyFile: settings.FUND_SEAL_KEY_FILE,
    checkpointFolder: settings.FUND_CHECKPOINT_DIR,
    databasePoolSize: settings.FUND_DATABASE_POOL,
    host: settings.HOST,
    port: settings.PORT,
    metricsPort: settings.FUND_METRICS_PORT,
    traceEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: settings.LOG_LEVEL,
    language: settings.FUND_LANGUAGE ?? (settings.LANG?.startsWith('zh') === true ? 'zh' : 'en'),
  };
}
