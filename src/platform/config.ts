import { isIP } from 'node:net';
import { z } from 'zod';
import { type Bilingual, ExplainedError, type Language } from '../errors';
import { isLoopback } from './http/network';
import { MOST_A_MINUTE, SETTING_WORDS } from './setting-words';

/** Digits only: what JavaScript would make of ' ', '0x10' or '1e2' is not what was meant. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform((digits) => parseInt(digits, 10))
    .pipe(z.number().min(min).max(max));

/** An address, or a network such as `10.1.0.0/16`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

const proxies = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.string().refine(isNetwork)));

/** Whether name and password of an address can be told from their escapes. */
function hasReadableCredentials(address: string): boolean {
  try {
    const { username, password, hostname } = new URL(address);
    decodeURIComponent(username + password);
    return hostname !== '';
  } catch {
    return false;
  }
}

/** An address with nothing behind it; plain HTTP only where it stays on this machine. */
function isObjectStore(address: string): boolean {
  if (!/^https?:\/\/[^/?#@]+\/?$/.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  return protocol === 'https:' || host === 'localhost' || isLoopback(host);
}

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .regex(/^[^/]*\/\/[^/]+(\/\d{0,3})?$/)
    .optional(),
  FUND_DATA_DIR: z.string().min(1).optional(),
  FUND_SEAL_KEY_FILE: z.string().min(1).optional(),
  FUND_CHECKPOINT_DIR: z.string().min(1).optional(),
  FUND_SECRET_KEY_FILE: z.string().min(1).optional(),
  FUND_DOCUMENT_DIR: z.string().min(1).optional(),
  FUND_S3_ENDPOINT: z.string().refine(isObjectStore).optional(),
  FUND_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional(),
  FUND_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .default('us-east-1'),
  FUND_S3_ACCESS_KEY_ID: z.string().min(1).max(256).optional(),
  FUND_S3_SECRET_ACCESS_KEY: z.string().min(1).max(256).optional(),
  FUND_PUBLIC_URL: z.url({ protocol: /^https$/ }).optional(),
  FUND_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .regex(/^[^/]*\/\/[^/?#]+\/?$/)
    .refine(hasReadableCredentials)
    .optional(),
  FUND_MAIL_FROM: z.email().max(254).optional(),
  FUND_TRUSTED_PROXIES: proxies.optional(),
  FUND_SANDBOX: z.enum(['on', 'off']).optional(),
  FUND_SIGN_IN_TRIES: wholeNumber(1, MOST_A_MINUTE).default(30),
  FUND_LOGIN_TRIES: wholeNumber(1, MOST_A_MINUTE).default(10),
  FUND_LOGIN_TRIES_A_DAY: wholeNumber(1, MOST_A_MINUTE).default(100),
  FUND_ACTS_A_MINUTE: wholeNumber(1, MOST_A_MINUTE).default(600),
  FUND_REQUESTS_A_MINUTE: wholeNumber(1, MOST_A_MINUTE).default(6_000),
  FUND_DATABASE_POOL: wholeNumber(2, 200).default(10),
  HOST: z.string().min(1).max(255).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  FUND_METRICS_PORT: wholeNumber(0, 65_535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  FUND_LANGUAGE: z.enum(['zh', 'en']).optional(),
  LANG: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

/** What an object store needs beside its address. */
const OF_OBJECT_STORE = [
  'FUND_S3_BUCKET',
  'FUND_S3_ACCESS_KEY_ID',
  'FUND_S3_SECRET_ACCESS_KEY',
] as const;

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** What crosses a network goes by HTTPS, which a proxy before the service provides. */
const settingsSchema = schema
  .refine(({ HOST, FUND_PUBLIC_URL }) => LOOPBACK.includes(HOST) || FUND_PUBLIC_URL !== undefined, {
    path: ['HOST'],
  })
  .refine(
    ({ FUND_SMTP_URL, FUND_MAIL_FROM }) =>
      FUND_SMTP_URL === undefined || FUND_MAIL_FROM !== undefined,
    { path: ['FUND_MAIL_FROM'] },
  )
  .superRefine((settings, context) => {
    if (settings.FUND_S3_ENDPOINT === undefined) return;
    for (const name of OF_OBJECT_STORE) {
      if (settings[name] === undefined) context.addIssue({ code: 'custom', path: [name] });
    }
  });

type SettingName = keyof typeof schema.shape;

/** Every setting has its words. */
const MUST_BE: Readonly<Record<SettingName, Bilingual>> = SETTING_WORDS;

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
  /** Key of the installation's stored secrets; absent: one in the data folder, if that is ours. */
  readonly secretKeyFile: string | undefined;
  /** Where uploaded files are kept; absent: a folder in the data folder, if that is ours. */
  readonly documentFolder: string | undefined;
  /** Bucket of an object store that uploaded files are kept in; absent: the folder. */
  readonly objectStore:
    | {
        readonly endpoint: string;
        readonly bucket: string;
        readonly region: string;
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
      }
    | undefined;
  /** How browsers reach the console; absent: by plain HTTP on this machine. */
  readonly publicUrl: string | undefined;
  /** Mail server that takes notices, and the address they come from; absent: they are kept and not sent. */
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  /** Networks whose proxies may say whom they speak for; absent: this machine. */
  readonly trustedProxies: readonly string[] | undefined;
  /** Whether people who need no password may be there. */
  readonly sandbox: boolean;
  /** Tries at signing in that one address has in a minute. */
  readonly signInTries: number;
  /** Tries at one login that one address has in a minute. */
  readonly loginTries: number;
  /** Tries at one login in a day, from all addresses together, after which each further one waits. */
  readonly loginTriesADay: number;
  /** Acts that move money or decide on it, of one caller in a minute. */
  readonly actsAMinute: number;
  /** Other requests of one caller in a minute. */
  readonly requestsAMinute: number;
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

/** Settings that cannot be used; the words name each and say what it must look like. */
export class ConfigError extends ExplainedError {
  constructor(names: readonly SettingName[]) {
    const faults = (language: Language): string =>
      names.map((name) => `${name}: ${MUST_BE[name][language]}`).join('; ');
    super({
      en: [`Settings cannot be used. ${faults('en')}`],
      zh: [`设置有误。${faults('zh')}`],
    });
  }
}

const mailOf = (url: string | undefined, from: string | undefined): Config['mail'] =>
  url === undefined || from === undefined ? undefined : { url, from };

function objectStoreOf(settings: z.output<typeof settingsSchema>): Config['objectStore'] {
  const {
    FUND_S3_ENDPOINT: endpoint,
    FUND_S3_BUCKET: bucket,
    FUND_S3_REGION: region,
    FUND_S3_ACCESS_KEY_ID: accessKeyId,
    FUND_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = settings;
  if (endpoint === undefined || bucket === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { endpoint, bucket, region, accessKeyId, secretAccessKey };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The language of whoever runs the process, also where other settings are wrong. */
export function languageOfEnvironment({ FUND_LANGUAGE, LANG }: Environment): Language {
  if (FUND_LANGUAGE === 'zh' || FUND_LANGUAGE === 'en') return FUND_LANGUAGE;
  return LANG?.startsWith('zh') === true ? 'zh' : 'en';
}

/**
 * Reads and checks the settings.
 *
 * @throws ConfigError naming every setting that is wrong
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = settingsSchema.safeParse(given);
  if (!result.success) {
    const names = result.error.issues.map((issue) => issue.path[0] as SettingName);
    throw new ConfigError([...new Set(names)]);
  }
  const settings = result.data;
  return {
    databaseUrl: settings.DATABASE_URL,
    migrationDatabaseUrl: settings.MIGRATION_DATABASE_URL,
    redisUrl: settings.REDIS_URL,
    dataFolder: settings.FUND_DATA_DIR,
    sealKeyFile: settings.FUND_SEAL_KEY_FILE,
    checkpointFolder: settings.FUND_CHECKPOINT_DIR,
    secretKeyFile: settings.FUND_SECRET_KEY_FILE,
    documentFolder: settings.FUND_DOCUMENT_DIR,
    objectStore: objectStoreOf(settings),
    publicUrl: settings.FUND_PUBLIC_URL,
    mail: mailOf(settings.FUND_SMTP_URL, settings.FUND_MAIL_FROM),
    trustedProxies: settings.FUND_TRUSTED_PROXIES,
    sandbox:
      settings.FUND_SANDBOX === undefined
        ? settings.FUND_PUBLIC_URL === undefined
        : settings.FUND_SANDBOX === 'on',
    signInTries: settings.FUND_SIGN_IN_TRIES,
    loginTries: settings.FUND_LOGIN_TRIES,
    loginTriesADay: settings.FUND_LOGIN_TRIES_A_DAY,
    actsAMinute: settings.FUND_ACTS_A_MINUTE,
    requestsAMinute: settings.FUND_REQUESTS_A_MINUTE,
    databasePoolSize: settings.FUND_DATABASE_POOL,
    host: settings.HOST,
    port: settings.PORT,
    metricsPort: settings.FUND_METRICS_PORT,
    traceEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: settings.LOG_LEVEL,
    language: languageOfEnvironment(environment),
  };
}
