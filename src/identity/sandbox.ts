import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { inTransaction } from '../platform/database/transaction';
import { Account } from './account.entity';
import { Bureau } from './bureau.entity';
import { Person } from './person.entity';
import { RoleGrant } from './role-grant.entity';
import { type Role, ROLES } from './roles';
import { personFacts } from './recorded-content';
import { beginSession } from './sessions';
import type { SignedIn } from './sign-in';

const BUREAU = { code: 'sandbox', name: '演示用生态环境局（沙箱）' };
/** The invented people say in their names that they are invented. */
const NAMES: Readonly<Record<Role, string>> = {
  finance_officer: '演示·经办会计',
  reviewer: '演示·初审人',
  approver: '演示·审批人',
  cashier: '演示·出纳',
  auditor: '演示·审计人员',
  organization_member: '演示·社会组织',
  system_administrator: '演示·系统管理员',
  security_administrator: '演示·安全管理员',
  audit_administrator: '演示·审计管理员',
};

const loginOf = (role: Role): string => `sandbox-${role.replace('_', '-')}`;

/**
 * Enters the invented people of the sandbox, one for each role. They have no password: whoever can
 * reach an installation with sandbox sign-in may be any of them, in sandbox books only.
 *
 * @param creditCode of the example organization whose member the sandbox has
 * @param today `YYYY-MM-DD`
 */
export async function enterSandboxPeople(
  dataSource: DataSource,
  creditCode: string,
  today: string,
): Promise<void> {
  await inTransaction(dataSource, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('fund.sandbox'))`);
    if (await tx.existsBy(Bureau, { sandbox: true })) {
      await setAccounts(tx, 'active');
      return;
    }
    const bureauId = uuidv7();
    await tx.insert(Bureau, { id: bureauId, ...BUREAU, sandbox: true });
    for (const role of ROLES) {
      const personId = uuidv7();
      const belongsTo =
        role === 'organization_member' ? { creditCode, enteredByBureauId: bureauId } : { bureauId };
      await tx.insert(Person, { id: personId, name: NAMES[role], sandbox: true, ...belongsTo });
      await tx.insert(Account, { id: uuidv7(), personId, login: loginOf(role), state: 'active' });
      await tx.insert(RoleGrant, {
        id: uuidv7(),
        personId,
        role,
        validFrom: today,
        grantedBy: 'sandbox',
      });
    }
  });
}

const setAccounts = (tx: EntityManager, state: 'active' | 'disabled'): Promise<unknown> =>
  tx.query(
    `UPDATE fund.account a SET state = $1 FROM fund.person p WHERE p.id = a.person_id AND p.sandbox`,
    [state],
  );

/** Lets nobody in as an invented person any more; sessions and keys of theirs open nothing. */
export async function closeSandbox(dataSource: DataSource): Promise<void> {
  await setAccounts(dataSource.manager, 'disabled');
}

/** Whether one may sign in as an invented person. */
export const isSandboxOpen = (manager: EntityManager): Promise<boolean> =>
  manager
    .createQueryBuilder(Account, 'account')
    .innerJoin(Person, 'person', 'person.id = account.person_id AND person.sandbox')
    .where(`account.state = 'active'`)
    .getExists();

/**
 * Signs in as the invented person of a role.
 *
 * @throws DomainError NOT_FOUND there is no sandbox here
 */
export async function signInToSandbox(
  dataSource: DataSource,
  role: Role,
  address: string,
): Promise<SignedIn> {
  return inTransaction(dataSource, async (tx) => {
    const account = await tx
      .createQueryBuilder(Account, 'account')
      .innerJoin(Person, 'person', 'person.id = account.person_id AND person.sandbox')
      .where(`account.login = :login AND account.state = 'active'`, { login: loginOf(role) })
      .getOne();
    if (account === null) throw new DomainError('NOT_FOUND', 'not_found');
    const begun = await beginSession(tx, account.id, address, false);
    await recordEvent(tx, {
      action: 'session.begin',
      ...(await personFacts(tx, account.personId)),
      sessionId: begun.sessionId,
      address,
      content: { sandbox: true },
    });
    return { ...begun, accountId: account.id, awaitsSecondFactor: false };
  });
}
