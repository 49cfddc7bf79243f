import type { Language } from '../errors';

/** What the doctor says. */
export const DOCTOR_WORDS = {
  en: {
    database: 'database',
    place: 'place',
    durability: 'durability',
    migrations: 'migrations',
    guards: 'guards of the tables',
    posting: 'posting',
    books: 'books',
    installNode: (version: string) => `install Node.js ${version} or newer`,
    embedded: 'embedded (DATABASE_URL is not set)',
    own: (host: string) => `DATABASE_URL at ${host}`,
    usePostgres: 'use PostgreSQL 15 or newer',
    losesCommits: (names: string) => `${names} off: a crash can lose commits`,
    turnOn: (names: string) => `turn on: ${names}`,
    haveRun: (ran: number, all: number) => `${ran} of ${all} have run`,
    migrate: 'run `npx fund migrate`',
    guarded: 'on every table of the kernel and of the evidence',
    missingOn: (tables: string) => `missing on ${tables}`,
    compare: 'stop, and have the tables compared with a backup before anything is posted',
    requests: (ready: string, failed: string) => `${ready} waiting, ${failed} failed`,
    report:
      'run `npx fund queue list --failed`; it is a defect, report it, then `npx fund queue retry`',
    bookCount: (real: string, sandbox: string) => `${real} real, ${sandbox} sandbox`,
    noRedis: 'none (REDIS_URL is not set): PostgreSQL carries the hints',
    answers: (host: string) => `answers at ${host}`,
    silent: (host: string, reason: string) => `does not answer at ${host} (${reason})`,
    startRedis: 'start it or check REDIS_URL; until then postings wait for the sweeper',
  },
  zh: {
    database: '数据库',
    place: '位置',
    durability: '持久性',
    migrations: '库结构升级',
    guards: '账务表的防护措施',
    posting: '记账',
    books: '账套',
    installNode: (version: string) => `请安装 Node.js ${version} 或更高版本`,
    embedded: '内置（未设置 DATABASE_URL）',
    own: (host: string) => `DATABASE_URL：${host}`,
    usePostgres: '请使用 PostgreSQL 15 或更高版本',
    losesCommits: (names: string) => `${names} 已关闭：崩溃可能丢失已提交的内容`,
    turnOn: (names: string) => `请开启：${names}`,
    haveRun: (ran: number, all: number) => `共 ${all} 项，已执行 ${ran} 项`,
    migrate: '请运行 `npx fund migrate`',
    guarded: '账务内核和凭据的每张表都有',
    missingOn: (tables: string) => `以下各表缺少：${tables}`,
    compare: '请停止运行，记账之前先将这些表与备份比对',
    requests: (ready: string, failed: string) => `等待 ${ready} 个，失败 ${failed} 个`,
    report:
      '请运行 `npx fund queue list --failed`；这是程序缺陷，请报告，然后运行 `npx fund queue retry`',
    bookCount: (real: string, sandbox: string) => `正式 ${real} 个，沙箱 ${sandbox} 个`,
    noRedis: '无（未设置 REDIS_URL）：由 PostgreSQL 传递唤醒提示',
    answers: (host: string) => `${host} 有应答`,
    silent: (host: string, reason: string) => `${host} 无应答（${reason}）`,
    startRedis: '请启动 Redis 或检查 REDIS_URL；在此之前，记账等待巡查',
  },
} as const satisfies Record<Language, unknown>;

/** The doctor's words in one language. */
export type DoctorWords = (typeof DOCTOR_WORDS)[Language];
