import { accountReset } from './account-reset';
import { generalVoucher } from './general-voucher';
import { monthReopen } from './month-reopen';
import { policyChange } from './policy-change';
import { requestDiscard } from './request-discard';
import { roleGrant } from './role-grant';

/** What needs approval and belongs to no workflow of a case. */
export const OWN_KINDS = [
  accountReset,
  generalVoucher,
  monthReopen,
  policyChange,
  requestDiscard,
  roleGrant,
] as const;
