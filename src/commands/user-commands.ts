import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { EventToRecord } from '../audit';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import {
  type Actor,
  actorFacts,
  Bureau,
  disableAccount,
  enableAccount,
  enterPerson,
  login,
  personName,
  invite,
  resetAccount,
  revokeRole,
  type Role,
  ROLES,
  setUp,
  setUpMembers,
} from '../identity';
import { inTransaction } from '../platform/database/transaction';
import { today } from '../platform/database/today';
import { faultsOf } from '../platform/json/faults';
import { refusalOnRecord } from './refusal-on-record';

/** Whoever has the machine: has no account, and says why. */
const machine = (bureauId: string | null, reason: string): Actor => ({
  name: 'machine',
  personId: null,
  sessionId: null,
  address: 'localhost',
  bureauId,
  reason,
});

function checked<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new DomainError('PARAMETER_INVALID', 'invalid', { faults: faultsOf(result.error.issues) });
}

/**
 * Sets an installation up, as the link of the first start does.
 *
 * @returns the token with which each administrator activates the account
 * @throws DomainError ALREADY_SET_UP, PARAMETER_INVALID
 */
export async function init(
  database: FundDatabase,
  given: unknown,
): Promise<Readonly<Record<string, string>>> {
  const { dataSource } = database;
  const tried = {
    action: 'installation.set_up',
    ...actorFacts(machine(null, 'init')),
    content: { given },
  };
  return refusalOnRecord(
    database,
    () => tried,
    () => {
      const facts = checked(z.strictObject(setUpMembers), given);
      return inTransaction(dataSource, async (tx) =>
        setUp(tx, facts, await today(tx), 'localhost'),
      );
    },
  );
}

/** A login as a list shows it. */
export interface User {
  readonly login: string;
  readonly name: string;
  readonly state: string;
  readonly bureau: string | null;
  readonly creditCode: string | null;
  readonly roles: readonly Role[];
}

/** Every login, with the roles that are in force. */
export async function listUsers({ dataSource }: FundDatabase): Promise<User[]> {
  return dataSource.query<User[]>(
    `SELECT a.login, p.name, a.state, b.code AS bureau, p.credit_code AS "creditCode",
            ARRAY(SELECT g.role FROM fund.role_grant g WHERE g.person_id = p.id AND g.revoked_at IS NULL ORDER BY 1) AS roles
       FROM fund.account a JOIN fund.person p ON p.id = a.person_id LEFT JOIN fund.bureau b ON b.id = p.bureau_id
      ORDER BY a.login`,
  );
}

interface Found {
  readonly accountId: string;
  readonly personId: string;
  readonly bureauId: string | null;
}

async function find(tx: EntityManager, name: string): Promise<Found> {
  const [found] = await tx.query<Found[]>(
    `SELECT a.id AS "accountId", p.id AS "personId", coalesce(p.bureau_id, p.entered_by_bureau_id) AS "bureauId"
       FROM fund.account a JOIN fund.person p ON p.id = a.person_id WHERE a.login = $1 AND NOT p.sandbox`,
    [name.toLowerCase()],
  );
  if (found === undefined) throw new DomainError('NOT_FOUND', 'not_found', { login: name });
  return found;
}

type Act<T> = (tx: EntityManager, found: Found, actor: Actor) => Promise<T>;

/** Does something to a login; the trail says that the machine did it or was refused, and why. */
async function actOn<T>(
  database: FundDatabase,
  action: string,
  name: string,
  given: string,
  act: Act<T>,
): Promise<T> {
  const { dataSource } = database;
  const tried = async (): Promise<EventToRecord> => {
    const found = await find(dataSource.manager, name).catch(() => undefined);
    return {
      action,
      ...actorFacts(machine(found?.bureauId ?? null, given)),
      subject: found === undefined ? `login/${name}` : `account/${found.accountId}`,
      content: { reason: given },
    };
  };
  return refusalOnRecord(database, tried, () => {
    const reason = checked(reasonText, given);
    return inTransaction(dataSource, async (tx) => {
      const found = await find(tx, name);
      return act(tx, found, machine(found.bureauId, reason));
    });
  });
}

const reasonText = z.string().trim().min(1).max(500);

/** @throws DomainError NOT_FOUND there is no such login, or it is disabled already */
export const disableUser = (database: FundDatabase, name: string, reason: string): Promise<void> =>
  actOn(database, 'account.disable', name, reason, (tx, { accountId }, actor) =>
    disableAccount(tx, accountId, actor),
  );

/** @throws DomainError NOT_FOUND there is no such login, or it is not disabled */
export const enableUser = (database: FundDatabase, name: string, reason: string): Promise<void> =>
  actOn(database, 'account.enable', name, reason, (tx, { accountId }, actor) =>
    enableAccount(tx, accountId, actor),
  );

/** Has a login set up anew. @returns the token of the link */
export const resetUser = (database: FundDatabase, name: string, reason: string): Promise<string> =>
  actOn(database, 'account.reset', name, reason, async (tx, { accountId }, actor) => {
    await resetAccount(tx, accountId, actor);
    return invite(tx, accountId);
  });

/** @throws DomainError NOT_FOUND there is no such login, or its person does not hold the role */
export const revokeUserRole = (
  database: FundDatabase,
  name: string,
  role: string,
  reason: string,
): Promise<void> =>
  actOn(database, 'role.revoke', name, reason, (tx, { personId }, actor) =>
    revokeRole(tx, personId, checked(z.enum(ROLES), role), actor),
  );

/**
 * Enters a person of a bureau, who holds no role: roles are granted by approval only.
 *
 * @returns the token of the activation link
 */
export async function addUser(
  database: FundDatabase,
  given: { readonly login: string; readonly name: string; readonly bureau: string },
  why: string,
): Promise<string> {
  const { bureau: code, ...person } = given;
  const { dataSource } = database;
  const bureau = await dataSource.manager.findOneBy(Bureau, { code, sandbox: false });
  const tried = {
    action: 'person.enter',
    ...actorFacts(machine(bureau?.id ?? null, why)),
    subject: `login/${given.login}`,
    content: { ...given, reason: why },
  };
  return refusalOnRecord(
    database,
    () => tried,
    () => {
      const facts = checked(z.strictObject({ login, name: personName }), person);
      const reason = checked(reasonText, why);
      if (bureau === null) throw new DomainError('NOT_FOUND', 'not_found', { bureau: code });
      const entering = { ...facts, belongsTo: { bureauId: bureau.id } };
      return inTransaction(
        dataSource,
        async (tx) => (await enterPerson(tx, entering, machine(bureau.id, reason))).token,
      );
    },
  );
}
