import type { ApprovalKind } from '../approvals';
import { receiptDeparture } from './departure-kind';
import { PAY_OUT_KINDS } from './pay-out-kinds';
import { receiptReversal } from './reversal-kind';
import { debtWriteOff } from './write-off-kind';

export { caseOfCaller, caseToRead, workOnCase } from './case-of-caller';
export { DemandLetter } from './demand-letter.entity';
export { madeBefore, requirePast, type Sending, sendingOf } from './enter-receipt';
export { namedDocument } from './receipt-schemas';
export {
  isCalled,
  keepPayOut,
  type Outgoing,
  presentOutgoing,
  requireAccount,
  TREASURY,
} from './pay-out-account';
export { ofCase, payOutKind } from './pay-out-kinds';
export { payee } from './pay-out-schemas';
export { caseInBook, caseNumber } from './case-in-book';
export { DEMAND_REMINDERS } from './demand-reminders';
export { PayOut, PayOutReturn } from './pay-out.entity';
export { tryPayment } from './what-if';
export { WRITE_OFFS_TO_DECIDE } from './write-offs-to-decide';

/** What of the money of defendants needs approval. */
export const CLAIM_KINDS: readonly ApprovalKind[] = [
  receiptDeparture,
  receiptReversal,
  debtWriteOff,
  ...PAY_OUT_KINDS,
];
