import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Client } from 'pg';
import { MIGRATIONS } from '../../migrations';
import { type DatabaseAccess, reachDatabase } from '../database';
import { documentFolder, nameOfBucket, openObjectStore } from '../document-store';
import { FEATURE_GUARDS } from '../guards';
import type { Config } from '../platform/config';
import { APP_ROLE, FEATURE_SCHEMA, OWNER_ROLE } from '../platform/database/connection';
import { findUnsafeSettings } from '../platform/database/durability';
import { RedisUnfitError, RedisWatch } from '../platform/redis';
import { describeMissing, findMissingGuards } from '../ledger';
import { DOCTOR_WORDS, type DoctorWords } from './doctor-words';

/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'fault';
  readonly found: string;
  /** What to do about it. */
  readonly toDo?: string;
}

const OLDEST_POSTGRES = 150_000;
const OLDEST_NODE: readonly [number, number] = [20, 19];

function nodeFinding(words: DoctorWords): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map((part) => parseInt(part, 10));
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isNewEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return {
    what: 'Node.js',
    state: isNewEnough ? 'ok' : 'fault',
    found: process.versions.node,
    ...(!isNewEnough && { toDo: words.installNode(OLDEST_NODE.join('.')) }),
  };
}

async function databaseFindings(access: DatabaseAccess, words: DoctorWords): Promise<Finding[]> {
  const settings =
    'url' in access.migrator ? { connectionString: access.migrator.url } : access.migrator;
  const client = new Client({ ...settings, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const findings: Finding[] = [];
    const ask = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
      (await client.query<Row>(sql, values)).rows;

    const [server] = await ask<{ version: string; number: string }>(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number`,
    );
    const isNewEnough = parseInt(server?.number ?? '0', 10) >= OLDEST_POSTGRES;
    findings.push({
      what: 'PostgreSQL',
      state: isNewEnough ? 'ok' : 'fault',
      found: server?.version ?? '',
      ...(!isNewEnough && { toDo: words.usePostgres }),
    });
    const unsafe = await findUnsafeSettings({ query: ask });
    const isDurable = unsafe.length === 0;
    findings.push({
      what: words.durability,
      state: isDurable ? 'ok' : 'fault',
      found: isDurable ? 'fsync, full_page_writes' : words.losesCommits(unsafe.join(', ')),
      ...(!isDurable && { toDo: words.turnOn(unsafe.join(', ')) }),
    });

    const roles = await ask<{ rolname: string }>(
      'SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)',
      [[OWNER_ROLE, APP_ROLE]],
    );
    const [schema] = await ask<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
      `${FEATURE_SCHEMA}.migration`,
    ]);
    const ran =
      roles.length === 2 && schema?.there === true
        ? await ask<{ name: string }>(`SELECT name FROM ${FEATURE_SCHEMA}.migration`)
        : [];
    const missing = MIGRATIONS.length - ran.length;
    findings.push({
      what: words.migrations,
      state: missing === 0 ? 'ok' : 'fault',
      found: words.haveRun(ran.length, MIGRATIONS.length),
      ...(missing > 0 && { toDo: words.migrate }),
    });
    if (missing === 0) findings.push(...(await ledgerFindings(ask, words)));
    return findings;
  } finally {
    await client.end();
  }
}

async function ledgerFindings(
  ask: <Row extends object>(sql: string) => Promise<Row[]>,
  words: DoctorWords,
): Promise<Finding[]> {
  const missing = await findMissingGuards({ query: ask }, FEATURE_GUARDS);
  const [requests] = await ask<{ ready: string; failed: string }>(
    `SELECT count(*) FILTER (WHERE status = 'ready') AS ready, count(*) FILTER (WHERE status = 'failed') AS failed
       FROM ledger.posting_request WHERE status IN ('ready', 'failed')`,
  );
  const [books] = await ask<{ real: string; sandbox: string }>(
    `SELECT count(*) FILTER (WHERE kind = 'real') AS real, count(*) FILTER (WHERE kind = 'sandbox') AS sandbox
       FROM ledger.book`,
  );
  const isGuarded = missing.length === 0;
  const hasFailed = requests?.failed !== '0';
  return [
    {
      what: words.guards,
      state: isGuarded ? 'ok' : 'fault',
      found: isGuarded ? words.guarded : words.missingOn(describeMissing(missing)),
      ...(!isGuarded && {
        toDo: words.compare,
      }),
    },
    {
      what: words.posting,
      state: hasFailed ? 'fault' : 'ok',
      found: words.requests(requests?.ready ?? '0', requests?.failed ?? '0'),
      ...(hasFailed && {
        toDo: words.report,
      }),
    },
    {
      what: words.books,
      state: 'ok',
      found: words.bookCount(books?.real ?? '0', books?.sandbox ?? '0'),
    },
  ];
}

/** Redis is never needed: one that is down is worth a note, one that forgets stops every start. */
async function redisFinding({ redisUrl: url, language }: Config): Promise<Finding> {
  const words = DOCTOR_WORDS[language];
  const what = 'Redis';
  if (url === undefined) {
    return {
      what,
      state: 'ok',
      found: words.noRedis,
    };
  }
  try {
    const watch = await RedisWatch.open(url, () => undefined);
    const { state, message = '' } = await watch.health();
    watch.close();
    if (state === 'up') return { what, state: 'ok', found: words.answers(new URL(url).host) };
    return {
      what,
      state: 'note',
      found: words.silent(new URL(url).host, message),
      toDo: words.startRedis,
    };
  } catch (error) {
    if (!(error instanceof RedisUnfitError)) throw error;
    const [found, toDo = ''] = error.words[language];
    return { what, state: 'fault', found, toDo };
  }
}

/** The folder, or the nearest one above it that is there: what is not there yet is made with the first upload. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

async function documentFinding(config: Config, place: string): Promise<Finding> {
  const words = DOCTOR_WORDS[config.language];
  const what = words.documents;
  const embedded = config.databaseUrl === undefined;
  const bucket = nameOfBucket(config);
  if (bucket !== undefined) {
    const fault = await openObjectStore(config, { embedded, place })?.fault();
    if (fault === undefined) return { what, state: 'ok', found: bucket };
    const found = words.awayDocuments(bucket, fault);
    return { what, state: 'fault', found, toDo: words.reachDocuments };
  }
  const folder = documentFolder(config, { embedded, place });
  if (folder === undefined) {
    return { what, state: 'note', found: words.noDocuments, toDo: words.setDocuments };
  }
  try {
    accessSync(nearestFolder(resolve(folder)), constants.W_OK | constants.X_OK);
    return { what, state: 'ok', found: folder };
  } catch {
    const found = words.closedDocuments(folder);
    return { what, state: 'fault', found, toDo: words.openDocuments };
  }
}

/**
 * Looks at what is configured and what is missing, and says what to do. It changes nothing in a
 * database; where none is configured the embedded one is made, to be looked at.
 */
export async function examine(config: Config, say: (message: string) => void): Promise<Finding[]> {
  const words = DOCTOR_WORDS[config.language];
  const findings = [nodeFinding(words)];
  findings.push({
    what: words.database,
    state: 'ok',
    found:
      config.databaseUrl === undefined
        ? words.embedded
        : words.own(new URL(config.databaseUrl).host),
  });
  findings.push(await redisFinding(config));
  const access = await reachDatabase(config, say);
  try {
    findings.push({ what: words.place, state: 'ok', found: access.place });
    findings.push(await documentFinding(config, access.place));
    findings.push(...(await databaseFindings(access, words)));
  } finally {
    await access.release();
  }
  return findings;
}
