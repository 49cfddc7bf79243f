import { ExplainedError, type Language } from '../errors';

interface SystemFault {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly message?: string;
}

const WORDS = {
  en: {
    portTaken: ({ address = '', port = '' }: { address?: string; port?: number | string }) =>
      `Port ${port} of ${address} is taken. Stop what uses it, or set PORT (metrics of a worker: FUND_METRICS_PORT) to another one.`,
    databaseAway: (code: string) =>
      `The database cannot be reached (${code}). Check DATABASE_URL, or unset it to use the embedded one.`,
    loginRefused: 'The database refuses the login. Check user and password in DATABASE_URL.',
    loginTooWeak: (message: string) =>
      `The login may not do what is needed: ${message}.\n` +
      'Set MIGRATION_DATABASE_URL to a login that may create roles and schemas, and run `npx fund migrate`.',
  },
  zh: {
    portTaken: ({ address = '', port = '' }: { address?: string; port?: number | string }) =>
      `${address} 的端口 ${port} 已被占用。请停止占用它的程序，或把 PORT（工作进程的监控指标用 FUND_METRICS_PORT）设为其他端口。`,
    databaseAway: (code: string) =>
      `无法连接数据库（${code}）。请检查 DATABASE_URL；使用内置数据库时请取消该设置。`,
    loginRefused: '数据库拒绝登录。请检查 DATABASE_URL 中的用户和密码。',
    loginTooWeak: (message: string) =>
      `该登录的权限不足：${message}。\n` +
      '请把 MIGRATION_DATABASE_URL 设为可以建立角色和模式的登录，然后运行 `npx fund migrate`。',
  },
} as const satisfies Record<Language, unknown>;

/** What is wrong with the machine or its settings, and what a person can do about it. */
export function explainFailure(error: unknown, language: Language): string {
  if (error instanceof ExplainedError) return error.in(language);
  const words = WORDS[language];
  const fault = error as SystemFault;
  switch (fault.code) {
    case 'EADDRINUSE':
      return words.portTaken(fault);
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return words.databaseAway(fault.code);
    case '28P01':
    case '28000':
      return words.loginRefused;
    case '42501':
      return words.loginTooWeak(String(fault.message));
    case undefined:
    default:
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
