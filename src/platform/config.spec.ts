import { ConfigError, languageOfEnvironment, readConfig } from './config';

const faultOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were accepted');
};

describe('the settings', () => {
  it('have a default each, so that nothing must be set to begin', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      redisUrl: undefined,
      dataFolder: undefined,
      sealKeyFile: undefined,
      checkpointFolder: undefined,
      secretKeyFile: undefined,
      publicUrl: undefined,
      sandbox: true,
      signInTries: 30,
      loginTries: 10,
      loginTriesADay: 100,
      actsAMinute: 600,
      requestsAMinute: 6_000,
      databasePoolSize: 10,
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'warn',
      language: 'en',
    });
  });

  it('are what the environment says', () => {
    expect(
      readConfig({
        DATABASE_URL: 'postgresql://service@db.example/fund',
        MIGRATION_DATABASE_URL: 'postgres://migrator@db.example/fund',
        REDIS_URL: 'rediss://user:secret@redis.example:6380/2',
        FUND_DATA_DIR: '/srv/fund',
        FUND_SEAL_KEY_FILE: '/etc/fund/seal-key.pem',
        FUND_CHECKPOINT_DIR: '/srv/checkpoints',
        FUND_SECRET_KEY_FILE: '/etc/fund/secret-key',
        FUND_PUBLIC_URL: 'https://fund.example',
        FUND_S3_ENDPOINT: 'https://objects.example:9000',
        FUND_S3_BUCKET: 'documents',
        FUND_S3_REGION: 'cn-north-1',
        FUND_S3_ACCESS_KEY_ID: 'id',
        FUND_S3_SECRET_ACCESS_KEY: 'secret',
        FUND_SMTP_URL: 'smtps://user:p%40ss@mail.example:465',
        FUND_MAIL_FROM: 'notices@bureau.example',
        FUND_SIGN_IN_TRIES: '10',
        FUND_TRUSTED_PROXIES: '10.1.2.3, fd00::/8',
        FUND_LOGIN_TRIES: '5',
        FUND_LOGIN_TRIES_A_DAY: '50',
        FUND_ACTS_A_MINUTE: '60',
        FUND_REQUESTS_A_MINUTE: '100000000',
        FUND_DATABASE_POOL: '25',
        HOST: '::1',
        PORT: '0',
        LOG_LEVEL: 'debug',
        FUND_LANGUAGE: 'zh',
        PATH: '/usr/bin',
      }),
    ).toEqual({
      databaseUrl: 'postgresql://service@db.example/fund',
      migrationDatabaseUrl: 'postgres://migrator@db.example/fund',
      redisUrl: 'rediss://user:secret@redis.example:6380/2',
      dataFolder: '/srv/fund',
      sealKeyFile: '/etc/fund/seal-key.pem',
      checkpointFolder: '/srv/checkpoints',
      secretKeyFile: '/etc/fund/secret-key',
      objectStore: {
        endpoint: 'https://objects.example:9000',
        bucket: 'documents',
        region: 'cn-north-1',
        accessKeyId: 'id',
        secretAccessKey: 'secret',
      },
      publicUrl: 'https://fund.example',
      mail: { url: 'smtps://user:p%40ss@mail.example:465', from: 'notices@bureau.example' },
      trustedProxies: ['10.1.2.3', 'fd00::/8'],
      sandbox: false,
      signInTries: 10,
      loginTries: 5,
      loginTriesADay: 50,
      actsAMinute: 60,
      requestsAMinute: 100_000_000,
      databasePoolSize: 25,
      host: '::1',
      port: 0,
      logLevel: 'debug',
      language: 'zh',
    });
  });

  it('name the address that mail comes from where they name a mail server', () => {
    expect(faultOf({ FUND_SMTP_URL: 'smtp://mail.example' })).toContain('FUND_MAIL_FROM: ');
    expect(readConfig({ FUND_MAIL_FROM: 'notices@bureau.example' }).mail).toBeUndefined();
  });

  it('name bucket and keys where they name an object store', () => {
    const fault = faultOf({ FUND_S3_ENDPOINT: 'http://127.0.0.1:9000' });
    for (const name of ['BUCKET', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY']) {
      expect(fault).toContain(`FUND_S3_${name}: `);
    }
    expect(readConfig({ FUND_S3_BUCKET: 'documents' }).objectStore).toBeUndefined();
  });

  it('that are empty count as not set', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: '', FUND_DATA_DIR: '', HOST: '' })).toEqual(
      readConfig({}),
    );
  });

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8', FUND_LANGUAGE: 'en' }, 'en'],
  ])('take the language from %j: %s', (environment, language) => {
    expect(readConfig(environment).language).toBe(language);
  });

  it.each([
    ['DATABASE_URL', 'mysql://db.example/fund'],
    ['DATABASE_URL', 'db.example'],
    ['MIGRATION_DATABASE_URL', 'https://db.example'],
    ['REDIS_URL', 'http://redis.example'],
    ['REDIS_URL', 'redis.example:6379'],
    ['REDIS_URL', 'redis://'],
    ['REDIS_URL', 'redis://redis.example/none'],
    ['REDIS_URL', 'redis://redis.example/0?family=6'],
    ['FUND_DATABASE_POOL', '1'],
    ['FUND_DATABASE_POOL', '201'],
    ['FUND_DATABASE_POOL', '2.5'],
    ['FUND_DATABASE_POOL', 'many'],
    ['FUND_DATABASE_POOL', '0x10'],
    ['FUND_DATABASE_POOL', '1e2'],
    ['FUND_DATABASE_POOL', ' 10 '],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', ' '],
    ['HOST', '0.0.0.0'],
    ['HOST', 'fund.example'],
    ['FUND_PUBLIC_URL', 'http://fund.example'],
    ['FUND_SMTP_URL', 'mail.example:25'],
    ['FUND_SMTP_URL', 'https://mail.example'],
    ['FUND_SMTP_URL', 'smtp://'],
    ['FUND_SMTP_URL', 'smtp://user:%zz@mail.example'],
    ['FUND_SMTP_URL', 'smtp://mail.example/?tls.rejectUnauthorized=false'],
    ['FUND_S3_ENDPOINT', 'http://objects.example'],
    ['FUND_S3_ENDPOINT', 'objects.example:9000'],
    ['FUND_S3_ENDPOINT', 'https://id:secret@objects.example'],
    ['FUND_S3_ENDPOINT', 'https://objects.example/bucket'],
    ['FUND_S3_BUCKET', 'Documents'],
    ['FUND_S3_BUCKET', '../x'],
    ['FUND_S3_REGION', 'cn north'],
    ['FUND_MAIL_FROM', 'notices'],
    ['FUND_MAIL_FROM', 'a@b.example, c@d.example'],
    ['FUND_SIGN_IN_TRIES', '0'],
    ['FUND_LOGIN_TRIES', '0'],
    ['FUND_LOGIN_TRIES_A_DAY', '0'],
    ['FUND_SANDBOX', 'yes'],
    ['FUND_TRUSTED_PROXIES', 'proxy.example'],
    ['FUND_TRUSTED_PROXIES', '10.1.0.0/33'],
    ['FUND_TRUSTED_PROXIES', '10.1.0.0/16/8'],
    ['FUND_TRUSTED_PROXIES', '10.1.2.3,'],
    ['FUND_ACTS_A_MINUTE', '1e3'],
    ['FUND_REQUESTS_A_MINUTE', '100000001'],
    ['FUND_METRICS_PORT', 'x'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['LOG_LEVEL', 'loud'],
    ['FUND_LANGUAGE', 'fr'],
  ])('are refused by name when %s is %j', (name, value) => {
    expect(faultOf({ [name]: value })).toContain(`${name}: `);
  });

  it('let nobody in without a password where others reach the service, but where it is said', () => {
    const FUND_PUBLIC_URL = 'https://fund.example';
    const isOpen = (given: Record<string, string>) => readConfig(given).sandbox;
    expect([isOpen({ FUND_PUBLIC_URL }), isOpen({ FUND_SANDBOX: 'off' })]).toEqual([false, false]);
    expect(isOpen({ FUND_PUBLIC_URL, FUND_SANDBOX: 'on' })).toBe(true);
  });

  it('let other machines in only where browsers come by HTTPS', () => {
    const given = { HOST: '0.0.0.0', FUND_PUBLIC_URL: 'https://fund.example' };
    expect(readConfig(given).host).toBe('0.0.0.0');
  });

  it('that are wrong are all named at once', () => {
    const fault = faultOf({ PORT: 'x', LOG_LEVEL: 'y', DATABASE_URL: 'z' });
    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL']) expect(fault).toContain(name);
  });

  it('that are wrong are said in the language of the reader', () => {
    const chinese = { FUND_LANGUAGE: 'zh', PORT: 'x' };
    expect(languageOfEnvironment(chinese)).toBe('zh');
    try {
      readConfig(chinese);
      throw new Error('the settings were accepted');
    } catch (error) {
      expect((error as ConfigError).in('zh')).toBe('设置有误。PORT: 须为 0 至 65535 的整数');
      expect((error as ConfigError).in('en')).toContain('PORT: must be a whole number from 0 to');
    }
  });

  it('never show a password when they are refused', () => {
    expect(faultOf({ DATABASE_URL: 'mysql://service:geheim@db.example/fund' })).not.toContain(
      'geheim',
    );
  });
});
