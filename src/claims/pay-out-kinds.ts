import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { positiveYuan } from '../advances';
import { approvalKind, type ApprovalKind, type Setting, workInBook } from '../approvals';
import { recordAct } from '../audit';
import type { LitigationCase } from '../cases';
import { damagesToRemit, remitDamages } from '../damages';
import { DomainError, type ProblemCode } from '../errors';
import { type Fen, fen, formatYuan, parsePositiveYuan } from '../money';
import { Organization } from '../organizations';
import type { ContentJson } from '../platform/json/content-hash';
import { text } from '../platform/json/texts';
import type { Work } from '../platform/work';
import {
  interestToRemit,
  recoverableOf,
  recoverDeficit,
  refundableTo,
  refundOverpayment,
  reimbursableTo,
  reimburseOrganization,
  remitInterest,
  replenishable,
  replenishFund,
  requireInCustody,
} from '../recoveries';
import { caseInBook, caseNumber } from './case-in-book';
import { defendantOf } from './what-if';

const ofCase = { case: z.uuid(), amount: positiveYuan, reason: text(500) };
const content = z.strictObject(ofCase) satisfies z.ZodType<ContentJson>;
const toDefendant = z.strictObject({ ...ofCase, defendant: z.uuid() });
const ofDeficit = z.strictObject({ ...ofCase, deficit: z.uuid() });
const toOrganization = z.strictObject({ ...ofCase, organization: z.uuid() });

type Content = z.output<typeof content>;

/** Money that goes out of the custody account again. */
interface PayOut<Of extends Content> {
  readonly kind: string;
  /** In Chinese. */
  readonly title: string;
  readonly schema: z.ZodType<Of>;
  readonly code: ProblemCode;
  /** What there is to be paid, in fen. @throws DomainError NOT_FOUND whoever is to get it */
  readonly available: (tx: EntityManager, of: LitigationCase, content: Of) => Promise<Fen> | Fen;
  /** Who gets it, by name; null where it is the treasury or the fund. */
  readonly payee: (tx: EntityManager, content: Of) => Promise<string | null> | null;
  readonly pay: (work: Work, content: Of & { readonly fen: Fen }, request: string) => Promise<void>;
  /** It comes back to the account. */
  readonly comesIn?: true;
}

const fenOf = ({ amount }: Content): Fen => parsePositiveYuan(amount) ?? fen(0n);

async function organizationIn({ tx }: Pick<Setting, 'tx'>, id: string): Promise<Organization> {
  const found = await tx.findOneBy(Organization, { id });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { organization: id });
  return found;
}

/**
 * A payment out of the custody account: an officer asks, two others decide, and it is booked then. Two people
 * decide whatever the amount: the law or the judgment says to whom the money belongs, no tier does.
 */
const payOutKind = <Of extends Content>(payOut: PayOut<Of>): ApprovalKind =>
  approvalKind<Of>({
    kind: payOut.kind,
    makers: ['finance_officer'],
    steps: ['reviewer', 'approver'],
    inBook: true,
    schema: payOut.schema,

    async describe(setting, asked) {
      const litigationCase = await caseInBook(setting, asked.case);
      const available = await payOut.available(setting.tx, litigationCase, asked);
      const amountFen = fenOf(asked);
      if (amountFen > available) {
        const facts = { amount: formatYuan(amountFen), available: formatYuan(available) };
        throw new DomainError(payOut.code, 'refused', facts);
      }
      if (payOut.comesIn !== true) {
        await requireInCustody(setting.tx, litigationCase, amountFen);
      }
      const payee = await payOut.payee(setting.tx, asked);
      return {
        title: [`${payOut.title}：${litigationCase.number}`, payee].filter(Boolean).join(' '),
        amountFen,
        subject: `litigation_case/${asked.case}`,
      };
    },

    async present(asked, _, tx) {
      const payee = await payOut.payee(tx, asked);
      return [
        { field: 'caseNumber', value: await caseNumber(tx, asked.case) },
        ...(payee === null ? [] : [{ field: 'payee', value: payee }]),
        { field: 'amount', value: asked.amount },
        { field: 'reason', value: asked.reason },
      ];
    },

    async execute(approval, asked, request) {
      const work = workInBook(approval, request);
      await payOut.pay(work, { ...asked, fen: fenOf(asked) }, request.id);
      await recordAct(work, `${payOut.kind}.book`, asked);
    },
  });

/** What goes out of the money of defendants again, or comes back; each wants a second person. */
export const PAY_OUT_KINDS: readonly ApprovalKind[] = [
  payOutKind({
    kind: 'overpayment_refund',
    title: '退还多收款',
    schema: toDefendant,
    code: 'REFUND_EXCEEDS_OVERPAYMENT',
    available: async (tx, { id }, { defendant }) =>
      refundableTo(await defendantOf(tx, id, defendant)),
    payee: async (tx, { case: of, defendant }) => (await defendantOf(tx, of, defendant)).name,
    pay: (work, { case: caseId, defendant: defendantId, fen: amount }) =>
      refundOverpayment(work, { caseId, defendantId, amount }),
  }),
  payOutKind({
    kind: 'cost_reimbursement',
    title: '支付组织自付成本',
    schema: toOrganization,
    code: 'REIMBURSE_EXCEEDS_RECEIVED',
    available: (tx, { id }, { organization }) => reimbursableTo(tx, id, organization),
    payee: async (tx, { organization }) => (await organizationIn({ tx }, organization)).name,
    pay: (work, { case: caseId, organization: organizationId, fen: amount }) =>
      reimburseOrganization(work, { caseId, organizationId, amount }),
  }),
  payOutKind({
    kind: 'fund_replenishment',
    title: '追回垫付归还专项资金',
    schema: content,
    code: 'REPLENISH_EXCEEDS_RECOVERED',
    available: (_, litigationCase) => replenishable(litigationCase),
    payee: () => null,
    pay: (work, { case: caseId, fen: amount }) => replenishFund(work, { caseId, amount }),
  }),
  payOutKind({
    kind: 'damages_remittance',
    title: '损害赔偿金上缴国库',
    schema: content,
    code: 'REMIT_EXCEEDS_RECEIVED',
    available: (_, litigationCase) => damagesToRemit(litigationCase),
    payee: () => null,
    pay: (work, { case: caseId, fen: amount }) => remitDamages(work, { caseId, amount }),
  }),
  payOutKind({
    kind: 'interest_remittance',
    title: '迟延利息上缴国库',
    schema: content,
    code: 'REMIT_EXCEEDS_RECEIVED',
    available: (_, litigationCase) => interestToRemit(litigationCase),
    payee: () => null,
    pay: (work, { case: caseId, fen: amount }) => remitInterest(work, { caseId, amount }),
  }),
  // It is money that was paid out, and the same people decide that it is back.
  payOutKind({
    kind: 'deficit_recovery',
    title: '追回已付款项',
    schema: ofDeficit,
    code: 'DEFICIT_EXCEEDED',
    comesIn: true,
    available: async (tx, { id }, { deficit }) => (await recoverableOf(tx, id, deficit)).left,
    payee: () => null,
    pay: (work, { case: caseId, deficit: deficitId, fen: amount }, approvalRequestId) =>
      recoverDeficit(work, { caseId, deficitId, amount, approvalRequestId }),
  }),
];
