import { WAITING_REQUESTS } from './approvals';
import { OPEN_AWARDS } from './awards';
import { OVERDUE_BANK_LINES, UNCONFIRMED_RECONCILIATIONS } from './bank';
import { DEMAND_REMINDERS, WRITE_OFFS_TO_DECIDE } from './claims';
import { DAMAGES_TO_REMIT } from './damage-fund';
import type { InboxSource } from './inbox';
import { AGREEMENT_EXPIRIES } from './legal-services';
import { DRAFT_MEETINGS, OPEN_RESOLUTIONS } from './meetings';
import { type ExpirySource, FAILED_NOTICES } from './notices';
import { FILE_EXPIRIES } from './organizations';
import { OPEN_PAYMENTS, UNPAID_ADVANCES } from './payments';
import { FAILED_POSTINGS } from './queue';
import { RECEIPTS_TO_SUBMIT, SUBMITTED_RECEIPTS, SURPLUS_TO_RETURN } from './settlements';

/** Everything that waits for somebody, sort by sort. */
export const OPEN_WORK: readonly InboxSource[] = [
  WAITING_REQUESTS,
  DRAFT_MEETINGS,
  OPEN_RESOLUTIONS,
  FAILED_POSTINGS,
  FAILED_NOTICES,
  UNPAID_ADVANCES,
  OPEN_PAYMENTS,
  SUBMITTED_RECEIPTS,
  RECEIPTS_TO_SUBMIT,
  SURPLUS_TO_RETURN,
  DEMAND_REMINDERS,
  OVERDUE_BANK_LINES,
  UNCONFIRMED_RECONCILIATIONS,
  WRITE_OFFS_TO_DECIDE,
  ...OPEN_AWARDS,
  DAMAGES_TO_REMIT,
];

/** Everything that ends on a day that somebody is told of before. */
export const EXPIRIES: readonly ExpirySource[] = [FILE_EXPIRIES, AGREEMENT_EXPIRIES];
