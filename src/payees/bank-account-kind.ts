import type { z } from 'zod';
import { approvalKind, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { BankAccount, BankAccountApproval } from './bank-account.entity';
import { subjectOf } from './bank-accounts';
import { bankAccountContent } from './schemas';
import { HOLDER_NAMES } from './words';

/** A bank account may be paid to from its approval on; it then takes the place of the holder's former one. */
export const bankAccountApproval = approvalKind<z.infer<typeof bankAccountContent>>({
  kind: 'bank_account',
  makers: ['organization_member', 'finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: bankAccountContent,

  async describe({ tx, maker, book }, { account: id, fingerprint }) {
    const account = await tx.findOneBy(BankAccount, { id, bookId: book?.id ?? 0 });
    const isMine = maker.creditCode === null || maker.creditCode === account?.creditCode;
    if (account === null || !isMine || account.fingerprint.toString('hex') !== fingerprint) {
      throw new DomainError('NOT_FOUND', 'not_found', { account: id });
    }
    if (await tx.existsBy(BankAccountApproval, { bankAccountId: id })) {
      throw new DomainError('ALREADY_DECIDED', 'conflict', { account: id });
    }
    return { title: `收款账户：${account.holderName}`, subject: subjectOf(id) };
  },

  async present({ account: id, fingerprint }, language, tx) {
    const account = await tx.findOneBy(BankAccount, { id });
    if (account === null) return [{ field: 'fingerprint', value: fingerprint }];
    return [
      { field: 'holderKind', value: HOLDER_NAMES[account.holderKind][language] },
      { field: 'holderName', value: account.holderName },
      ...(account.creditCode === null ? [] : [{ field: 'uscc', value: account.creditCode }]),
      { field: 'bankName', value: account.bankName },
      ...(account.accountCode === null
        ? []
        : [{ field: 'ledgerAccount', value: account.accountCode }]),
      { field: 'accountNumber', value: `**** ${account.last4}` },
      { field: 'fingerprint', value: fingerprint.slice(0, 16) },
    ];
  },

  async execute(approval, { account: id, fingerprint }, request) {
    const work = workInBook(approval, request);
    if (await work.tx.existsBy(BankAccountApproval, { bankAccountId: id })) {
      throw new DomainError('ALREADY_DECIDED', 'conflict', { account: id });
    }
    await work.tx.insert(BankAccountApproval, { bankAccountId: id, approvalRequestId: request.id });
    await recordAct(work, 'bank_account.approve', {
      account: id,
      fingerprint,
      approval: request.id,
    });
  },
});
