import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { approvalKind } from '../approvals';
import { DomainError } from '../errors';
import {
  approveReset,
  asService,
  type Caller,
  findAccount,
  resetAccount,
  type Role,
} from '../identity';

const content = z.strictObject({
  account: z.uuid(),
  reason: z.string().trim().min(1).max(500),
});

// Accounts are not for callers.
const accountOf = (tx: EntityManager, id: string): ReturnType<typeof findAccount> =>
  asService(tx, () => findAccount(tx, id));

/** Two administrators act, and neither is of the kind whose account it is. */
function deciderOf(maker: Caller, holder: readonly Role[]): Role {
  if (maker.roles.includes('system_administrator')) {
    return holder.includes('security_administrator')
      ? 'audit_administrator'
      : 'security_administrator';
  }
  // The security administrator asks in place of a system administrator, and for nobody else.
  if (!holder.includes('system_administrator')) {
    throw new DomainError('ROLE_REQUIRED', 'forbidden', { roles: ['system_administrator'] });
  }
  return 'audit_administrator';
}

/** An account is set up anew, for a lost password or second factor, or after it was disabled. */
export const accountReset = approvalKind<z.infer<typeof content>>({
  kind: 'account_reset',
  makers: ['system_administrator', 'security_administrator'],
  inBook: false,
  schema: content,

  async describe({ tx, maker, bureauId }, { account: id }) {
    if (maker.sandbox) throw new DomainError('NOT_IN_SANDBOX', 'forbidden');
    const account = await accountOf(tx, id);
    if (account?.administeredBy !== bureauId) throw new DomainError('NOT_FOUND', 'not_found');
    if (account.personId === maker.personId) throw new DomainError('SAME_PERSON', 'forbidden');
    return {
      title: `重置${account.name}的账户 ${account.login}`,
      subject: `account/${id}`,
      steps: [deciderOf(maker, account.roles)],
    };
  },

  async present({ account: id, reason }, _, tx) {
    const account = await accountOf(tx, id);
    return [
      { field: 'person', value: account?.name ?? '' },
      { field: 'login', value: account?.login ?? id },
      { field: 'reason', value: reason },
    ];
  },

  async execute({ tx, by, from }, { account: id, reason }, { id: approval, bureauId, maker }) {
    const account = await findAccount(tx, id);
    // Whoever decides may have been given the role since it was asked for.
    if (account === undefined || account.personId === from?.personId) {
      throw new DomainError('SAME_PERSON', 'forbidden');
    }
    await resetAccount(tx, id, {
      name: by,
      personId: null,
      sessionId: null,
      address: '',
      ...from,
      bureauId,
      reason,
    });
    await approveReset(tx, { id: approval, accountId: id, askedById: maker.id });
  },
});
