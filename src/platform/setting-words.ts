import type { Bilingual } from '../errors';

/** So high a limit is none. */
export const MOST_A_MINUTE = 100_000_000;

const wholeFrom = (min: string, max: string): Bilingual => ({
  en: `must be a whole number from ${min} to ${max}`,
  zh: `须为 ${min} 至 ${max} 的整数`,
});
const path: Bilingual = { en: 'must be a path', zh: '须为路径' };
const postgresAddress: Bilingual = {
  en: 'must be postgres://user:password@host:port/database',
  zh: '须形如 postgres://user:password@host:port/database',
};
const oneOf = (...values: readonly string[]): Bilingual => ({
  en: `must be one of ${values.join(', ')}`,
  zh: `须为以下之一：${values.join('、')}`,
});

/** What is said of a setting that cannot be used; never what it was set to, which may hold a password. */
export const SETTING_WORDS = {
  DATABASE_URL: postgresAddress,
  MIGRATION_DATABASE_URL: postgresAddress,
  REDIS_URL: {
    en: 'must be redis://host:port or rediss://host:port, with nothing after it but the number of a database',
    zh: '须为 redis://host:port 或 rediss://host:port，其后只可有数据库编号',
  },
  FUND_DATA_DIR: path,
  FUND_SEAL_KEY_FILE: path,
  FUND_CHECKPOINT_DIR: path,
  FUND_DOCUMENT_DIR: path,
  FUND_S3_ENDPOINT: {
    en: 'must be https://host:port with nothing after it; http:// only on this machine',
    zh: '须形如 https://host:port，其后不得有其他内容；仅本机可用 http://',
  },
  FUND_S3_BUCKET: {
    en: 'must be the name of a bucket; FUND_S3_ENDPOINT needs it',
    zh: '须为存储桶名称；设置 FUND_S3_ENDPOINT 时必填',
  },
  FUND_S3_REGION: {
    en: 'must be a region, such as us-east-1',
    zh: '须为区域名称，例如 us-east-1',
  },
  FUND_S3_ACCESS_KEY_ID: {
    en: 'must be the id of an access key; FUND_S3_ENDPOINT needs it',
    zh: '须为访问密钥的标识；设置 FUND_S3_ENDPOINT 时必填',
  },
  FUND_S3_SECRET_ACCESS_KEY: {
    en: 'must be the secret of the access key; FUND_S3_ENDPOINT needs it',
    zh: '须为访问密钥；设置 FUND_S3_ENDPOINT 时必填',
  },
  FUND_SECRET_KEY_FILE: {
    en: 'must name a file with the key of stored secrets; `openssl rand -base64 32 > FILE` makes one',
    zh: '须为保存密钥的文件；可用 `openssl rand -base64 32 > FILE` 生成',
  },
  FUND_PUBLIC_URL: {
    en: 'must be https://host, as browsers reach the console',
    zh: '须形如 https://host，即浏览器访问控制台的地址',
  },
  FUND_SMTP_URL: {
    en: 'must be smtp://user:password@host:port or smtps://user:password@host:port, with nothing after it',
    zh: '须形如 smtp://用户:密码@主机:端口 或 smtps://用户:密码@主机:端口，其后不得有其他内容',
  },
  FUND_MAIL_FROM: {
    en: 'must be the one e-mail address that notices come from; FUND_SMTP_URL needs it',
    zh: '须为通知邮件的发件地址；设置 FUND_SMTP_URL 时必填',
  },
  FUND_TRUSTED_PROXIES: {
    en: 'must be addresses or networks, separated by commas, such as 10.1.2.3,10.2.0.0/16',
    zh: '须为以逗号分隔的地址或网段，例如 10.1.2.3,10.2.0.0/16',
  },
  FUND_SANDBOX: oneOf('on', 'off'),
  FUND_SIGN_IN_TRIES: wholeFrom('1', String(MOST_A_MINUTE)),
  FUND_LOGIN_TRIES: wholeFrom('1', String(MOST_A_MINUTE)),
  FUND_LOGIN_TRIES_A_DAY: wholeFrom('1', String(MOST_A_MINUTE)),
  FUND_ACTS_A_MINUTE: wholeFrom('1', String(MOST_A_MINUTE)),
  FUND_REQUESTS_A_MINUTE: wholeFrom('1', String(MOST_A_MINUTE)),
  FUND_DATABASE_POOL: wholeFrom('2', '200'),
  HOST: {
    en: 'must be a loopback address (127.0.0.1, ::1 or localhost) as long as FUND_PUBLIC_URL is not set',
    zh: '未设置 FUND_PUBLIC_URL 时须为回环地址（127.0.0.1、::1 或 localhost）',
  },
  PORT: wholeFrom('0', '65535'),
  FUND_METRICS_PORT: wholeFrom('0', '65535'),
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    en: 'must be http://host:port or https://host:port',
    zh: '须形如 http://host:port 或 https://host:port',
  },
  FUND_LANGUAGE: oneOf('zh', 'en'),
  LANG: { en: 'must be a text', zh: '须为文本' },
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
} as const satisfies Readonly<Record<string, Bilingual>>;
