import { type DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { type Prepared, queryPrepared } from '../platform/database/prepared';
import { inTransaction } from '../platform/database/transaction';
import type { Caller } from './caller';
import type { Role } from './roles';
import { hashOfToken, newToken } from './secrets';
import { Session, UsedRefreshToken } from './session.entity';

/** An access token is short, so that a stolen one is soon worth nothing (reliability: at most 10 minutes). */
const ACCESS = '10 minutes';
const IDLE = '30 minutes';
const ABSOLUTE = '12 hours';
/** How long a proof of presence counts. */
const STEP_UP = '5 minutes';

/** What a browser keeps of a session. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** The access token that replaces one, and the refresh token where that is replaced as well. */
export type Renewed = Pick<Tokens, 'access'> & Partial<Tokens>;

/**
 * Replaces the tokens of a session. While it awaits the second factor nothing refreshes it, so the
 * refresh token changes too; later another tab may be using it at this moment.
 */
export async function renewTokens(
  tx: EntityManager,
  { id, awaitsSecondFactor }: Pick<Session, 'id' | 'awaitsSecondFactor'>,
): Promise<Renewed> {
  const access = newToken();
  await tx.update(Session, id, {
    accessHash: hashOfToken(access),
    accessExpiresAt: () => `now() + interval '${ACCESS}'`,
  });
  if (!awaitsSecondFactor) return { access };
  const refresh = newToken();
  await tx.update(Session, id, { refreshHash: hashOfToken(refresh) });
  return { access, refresh };
}

/** Ends the session that a browser holds tokens of, where it still goes on. */
export async function endSessionOf(
  tx: EntityManager,
  { access = '', refresh = '' }: Partial<Tokens>,
): Promise<void> {
  const held = await tx
    .createQueryBuilder(Session, 'session')
    .where('session.access_hash = :access OR session.refresh_hash = :refresh', {
      access: hashOfToken(access),
      refresh: hashOfToken(refresh),
    })
    .getMany();
  for (const { id } of held) await endSessions(tx, { id }, 'signed_in_again');
}

/** Begins a session; with `awaitsSecondFactor` it opens nothing until the second factor is shown. */
export async function beginSession(
  tx: EntityManager,
  accountId: string,
  address: string,
  awaitsSecondFactor: boolean,
): Promise<{ sessionId: string; tokens: Tokens }> {
  const tokens = { access: newToken(), refresh: newToken() };
  const sessionId = uuidv7();
  await tx.insert(Session, {
    id: sessionId,
    accountId,
    address,
    awaitsSecondFactor,
    steppedUpAt: null,
    accessHash: hashOfToken(tokens.access),
    accessExpiresAt: () => `now() + interval '${ACCESS}'`,
    refreshHash: hashOfToken(tokens.refresh),
    idleExpiresAt: () => `now() + interval '${IDLE}'`,
    expiresAt: () => `now() + interval '${ABSOLUTE}'`,
  });
  return { sessionId, tokens };
}

/** Ends what is open of an account's sessions, at once. */
export async function endSessions(
  tx: EntityManager,
  where: { readonly accountId: string } | { readonly id: string },
  reason: NonNullable<Session['endReason']>,
): Promise<void> {
  await tx
    .createQueryBuilder()
    .update(Session)
    .set({ endedAt: () => 'now()', endReason: reason })
    .where({ ...where })
    .andWhere('ended_at IS NULL')
    .execute();
}

/** Ends an account's sessions but one. */
export async function endOtherSessions(
  tx: EntityManager,
  { accountId, sessionId }: { readonly accountId: string; readonly sessionId: string },
  reason: NonNullable<Session['endReason']>,
): Promise<void> {
  const where = { accountId, id: Not(sessionId), endedAt: IsNull() };
  await tx.update(Session, where, { endedAt: () => 'now()', endReason: reason });
}

/** A session that goes on, as its owner sees it. */
export interface OpenSession {
  readonly id: string;
  readonly startedAt: Date;
  /** When its tokens were last renewed: at most as long ago as access lasts. */
  readonly lastSeenAt: Date;
  readonly address: string;
}

const OPEN = `
  SELECT s.id, s.started_at AS "startedAt", s.address,
         greatest(s.idle_expires_at - interval '${IDLE}', s.access_expires_at - interval '${ACCESS}') AS "lastSeenAt"
    FROM fund.session s
   WHERE s.account_id = $1 AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()
     AND NOT s.awaits_second_factor AND ($2::uuid IS NULL OR s.id < $2)
     AND ($4::uuid IS NULL OR s.id = $4)
   ORDER BY s.id DESC LIMIT $3`;

/**
 * The caller's own sessions that go on, the newest first. Everybody shares the accounts of the sandbox:
 * there each sees their own session alone.
 */
export async function listSessions(
  { manager }: DataSource,
  { accountId, sessionId, sandbox }: Caller,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<OpenSession[]> {
  const only = sandbox ? sessionId : null;
  return manager.query<OpenSession[]>(OPEN, [accountId, page.after ?? null, page.limit, only]);
}

/** How an exchange of a refresh token came out. */
export type Refreshed =
  | { readonly outcome: 'refreshed'; readonly tokens: Tokens }
  | { readonly outcome: 'unknown' }
  /** The token had been exchanged before: somebody has a copy, and the session is ended. */
  | { readonly outcome: 'reused'; readonly sessionId: string; readonly accountId: string };

/** Exchanges a refresh token for new tokens; each counts once (RFC 9700, 4.14.2). */
export async function refreshSession(dataSource: DataSource, refresh: string): Promise<Refreshed> {
  const tokenHash = hashOfToken(refresh);
  const tokens = { access: newToken(), refresh: newToken() };
  return inTransaction(dataSource, async (tx) => {
    const [exchanged] = await tx.query<{ id: string }[]>(
      `WITH exchanged AS (
         UPDATE fund.session s
            SET access_hash = $2, access_expires_at = now() + interval '${ACCESS}', refresh_hash = $3,
                idle_expires_at = now() + interval '${IDLE}'
           FROM fund.account a
          WHERE s.refresh_hash = $1 AND a.id = s.account_id AND a.state = 'active' AND s.ended_at IS NULL
            AND NOT s.awaits_second_factor AND s.idle_expires_at > now() AND s.expires_at > now()
         RETURNING s.id)
       SELECT id FROM exchanged`,
      [tokenHash, hashOfToken(tokens.access), hashOfToken(tokens.refresh)],
    );
    if (exchanged !== undefined) {
      await tx.insert(UsedRefreshToken, { tokenHash, sessionId: exchanged.id });
      return { outcome: 'refreshed', tokens };
    }
    const [reused] = await tx.query<{ id: string; account_id: string }[]>(
      `SELECT s.id, s.account_id FROM fund.used_refresh_token u JOIN fund.session s ON s.id = u.session_id
        WHERE u.token_hash = $1`,
      [tokenHash],
    );
    if (reused === undefined) return { outcome: 'unknown' };
    await endSessions(tx, { id: reused.id }, 'refresh_reused');
    return { outcome: 'reused', sessionId: reused.id, accountId: reused.account_id };
  });
}

interface CallerRow {
  readonly person_id: string;
  readonly name: string;
  readonly account_id: string | null;
  readonly session_id: string | null;
  readonly roles: Role[];
  readonly bureau_id: string | null;
  readonly credit_code: string | null;
  readonly sandbox: boolean;
  readonly scopes: string[] | null;
  readonly stepped_up: boolean;
  readonly awaits_second_factor: boolean;
}

// Read anew for each request: whoever was disabled or lost a role a moment ago is stopped now.
const PERSON = `
  p.id AS person_id, p.name, p.bureau_id, p.credit_code, p.sandbox,
  ARRAY(SELECT g.role FROM fund.role_grant g
         WHERE g.person_id = p.id AND g.revoked_at IS NULL
           AND g.valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
           AND coalesce(g.valid_until, 'infinity') >= (now() AT TIME ZONE 'Asia/Shanghai')::date
         ORDER BY g.role) AS roles`;

const BY_SESSION: Prepared = {
  name: 'caller-by-session',
  text: `
  SELECT ${PERSON}, a.id AS account_id, s.id AS session_id, NULL::text[] AS scopes,
         s.awaits_second_factor,
         p.sandbox OR coalesce(s.stepped_up_at > now() - interval '${STEP_UP}', false) AS stepped_up
    FROM fund.session s JOIN fund.account a ON a.id = s.account_id JOIN fund.person p ON p.id = a.person_id
   WHERE s.access_hash = $1 AND s.ended_at IS NULL AND s.access_expires_at > now()
     AND s.expires_at > now() AND a.state = 'active'`,
};

const BY_KEY: Prepared = {
  name: 'caller-by-key',
  text: `
  SELECT ${PERSON}, NULL::uuid AS account_id, NULL::uuid AS session_id, k.scopes,
         false AS awaits_second_factor, false AS stepped_up
    FROM fund.api_key k JOIN fund.person p ON p.id = k.person_id
   WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > now()
     AND EXISTS (SELECT FROM fund.account a WHERE a.person_id = p.id AND a.state = 'active')`,
};

/** What a request shows to say who it comes from. */
export type Credential = { readonly access: string } | { readonly key: string };

/** A caller, and whether the second factor is still to be shown. */
export type KnownCaller = Caller & { readonly awaitsSecondFactor: boolean };

/** Who shows the credential; undefined where it opens nothing (any more). */
export async function callerOf(
  dataSource: DataSource,
  credential: Credential,
  address: string,
): Promise<KnownCaller | undefined> {
  const [statement, token] =
    'access' in credential ? [BY_SESSION, credential.access] : [BY_KEY, credential.key];
  const [row] = await queryPrepared<CallerRow>(dataSource.manager, statement, [hashOfToken(token)]);
  if (row === undefined) return undefined;
  return {
    personId: row.person_id,
    name: row.name,
    accountId: row.account_id,
    sessionId: row.session_id,
    roles: row.roles,
    bureauId: row.bureau_id,
    creditCode: row.credit_code,
    sandbox: row.sandbox,
    scopes: row.scopes,
    steppedUp: row.stepped_up,
    awaitsSecondFactor: row.awaits_second_factor,
    address,
  };
}
