import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { positiveYuan } from '../advances';
import {
  approvalKind,
  type ApprovalKind,
  refuseParty,
  type Setting,
  type SummaryRow,
  workInBook,
} from '../approvals';
import { recordAct } from '../audit';
import { payableOf, payAward, shareInForce } from '../awards';
import type { LitigationCase } from '../cases';
import { damagesToRemit, remitDamages } from '../damages';
import { DomainError, type Language, type ProblemCode } from '../errors';
import type { Role } from '../identity';
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
import {
  isCalled,
  keepPayOut,
  type Outgoing,
  presentOutgoing,
  requireAccount,
  TREASURY,
} from './pay-out-account';
import { payee } from './pay-out-schemas';
import { defendantOf } from './what-if';

/** What every payment says. */
export const ofCase = { case: z.uuid(), amount: positiveYuan, reason: text(500) };
const content = z.strictObject(ofCase) satisfies z.ZodType<ContentJson>;
const ofDeficit = z.strictObject({ ...ofCase, deficit: z.uuid() });
const toTreasury = z.strictObject({ ...ofCase, payee });
const toDefendant = toTreasury.extend({ defendant: z.uuid() });
const toOrganization = toTreasury.extend({ organization: z.uuid() });

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
  readonly pay: (work: Work, content: Of & { readonly fen: Fen }, request: string) => Promise<void>;
  /** To whose account it goes; absent where the money stays with the bureau. */
  readonly outside?: (tx: EntityManager, content: Of) => Promise<Outgoing> | Outgoing;
  /** It touches no money of defendants: it comes back to the account, or out of a pool of the budget. */
  readonly beside?: true;
  /** Who asks, where others than finance officers do. */
  readonly makers?: readonly Role[];
  /** @throws DomainError SAME_PERSON whoever asks decided that it is owed */
  readonly requireMaker?: (setting: Setting, content: Of) => Promise<void>;
  /** It is no money of the custody account. */
  readonly fromElsewhere?: true;
  /** Who decides follows from the amount, and not from the law or the judgment alone. */
  readonly byAmount?: true;
  /** What else it can be refused for. */
  readonly require?: (setting: Setting, content: Of) => Promise<unknown>;
  /** What else those who decide read. */
  readonly rows?: (
    tx: EntityManager,
    content: Of,
    language: Language,
  ) => Promise<readonly SummaryRow[]>;
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
export const payOutKind = <Of extends Content>(payOut: PayOut<Of>): ApprovalKind =>
  approvalKind<Of>({
    kind: payOut.kind,
    makers: payOut.makers ?? ['finance_officer'],
    ...(payOut.byAmount !== true && { steps: ['reviewer', 'approver'] as const }),
    inBook: true,
    schema: payOut.schema,

    async describe(setting, asked) {
      const litigationCase = await caseInBook(setting, asked.case);
      await payOut.requireMaker?.(setting, asked);
      await payOut.require?.(setting, asked);
      const available = await payOut.available(setting.tx, litigationCase, asked);
      const amountFen = fenOf(asked);
      if (amountFen > available) {
        const facts = { amount: formatYuan(amountFen), available: formatYuan(available) };
        throw new DomainError(payOut.code, 'refused', facts);
      }
      const { tx } = setting;
      if (payOut.beside !== true && payOut.fromElsewhere !== true) {
        await requireInCustody(tx, litigationCase, amountFen);
      }
      const { outside } = payOut;
      const outgoing = await outside?.(tx, asked);
      if (outgoing !== undefined) await requireAccount(tx, litigationCase.bookId, outgoing);
      const name = outgoing?.to.name;
      return {
        title: [`${payOut.title}：${litigationCase.number}`, name].filter(Boolean).join(' '),
        amountFen,
        subject: `litigation_case/${asked.case}`,
      };
    },

    async present(asked, language, tx) {
      const outgoing = await payOut.outside?.(tx, asked);
      return [
        { field: 'caseNumber', value: await caseNumber(tx, asked.case) },
        ...(outgoing === undefined ? [] : await presentOutgoing(tx, outgoing)),
        { field: 'amount', value: asked.amount },
        { field: 'reason', value: asked.reason },
        ...((await payOut.rows?.(tx, asked, language)) ?? []),
      ];
    },

    async execute(approval, asked, request) {
      const work = workInBook(approval, request);
      const outgoing = await payOut.outside?.(work.tx, asked);
      if (outgoing !== undefined) {
        const paid = { caseId: asked.case, amount: fenOf(asked), approvalRequestId: request.id };
        await keepPayOut(work, outgoing, paid);
      }
      await payOut.pay(work, { ...asked, fen: fenOf(asked) }, request.id);
      await recordAct(work, `${payOut.kind}.book`, asked);
    },
  });

/** An account of the organization itself: never of one of its people, nor of its lawyer. */
async function toOrganizationOf(
  tx: EntityManager,
  { organization, payee: named }: z.output<typeof toOrganization>,
  kind: 'cost_reimbursement' | 'award_payment',
): Promise<Outgoing> {
  const { id, name, uscc } = await organizationIn({ tx }, organization);
  const owns = ({ creditCode }: { readonly creditCode: string | null }) => creditCode === uscc;
  return { kind, to: { id, name, holderKind: 'organization', owns }, named };
}

/** What goes out of the money of defendants again, or comes back; each wants a second person. */
export const PAY_OUT_KINDS: readonly ApprovalKind[] = [
  payOutKind({
    kind: 'overpayment_refund',
    title: '退还多收款',
    schema: toDefendant,
    code: 'REFUND_EXCEEDS_OVERPAYMENT',
    available: async (tx, { id }, { defendant }) =>
      refundableTo(await defendantOf(tx, id, defendant)),
    outside: async (tx, { case: of, defendant, payee: named }) => {
      const { id, name } = await defendantOf(tx, of, defendant);
      const to = { id, name, holderKind: 'defendant', owns: isCalled(name) } as const;
      return { kind: 'overpayment_refund', to, named };
    },
    pay: (work, { case: caseId, defendant: defendantId, fen: amount }) =>
      refundOverpayment(work, { caseId, defendantId, amount }),
  }),
  payOutKind({
    kind: 'cost_reimbursement',
    title: '支付组织自付成本',
    schema: toOrganization,
    code: 'REIMBURSE_EXCEEDS_RECEIVED',
    available: (tx, { id }, { organization }) => reimbursableTo(tx, id, organization),
    outside: (tx, asked) => toOrganizationOf(tx, asked, 'cost_reimbursement'),
    pay: (work, { case: caseId, organization: organizationId, fen: amount }) =>
      reimburseOrganization(work, { caseId, organizationId, amount }),
  }),
  payOutKind({
    kind: 'fund_replenishment',
    title: '追回垫付归还专项资金',
    schema: content,
    code: 'REPLENISH_EXCEEDS_RECOVERED',
    available: (_, litigationCase) => replenishable(litigationCase),
    pay: (work, { case: caseId, fen: amount }) => replenishFund(work, { caseId, amount }),
  }),
  payOutKind({
    kind: 'damages_remittance',
    title: '损害赔偿金上缴国库',
    schema: toTreasury,
    code: 'REMIT_EXCEEDS_RECEIVED',
    available: (_, litigationCase) => damagesToRemit(litigationCase),
    outside: (_, { payee: named }) => ({ kind: 'damages_remittance', to: TREASURY, named }),
    pay: (work, { case: caseId, fen: amount }) => remitDamages(work, { caseId, amount }),
  }),
  payOutKind({
    kind: 'interest_remittance',
    title: '迟延利息上缴国库',
    schema: toTreasury,
    code: 'REMIT_EXCEEDS_RECEIVED',
    available: (_, litigationCase) => interestToRemit(litigationCase),
    outside: (_, { payee: named }) => ({ kind: 'interest_remittance', to: TREASURY, named }),
    pay: (work, { case: caseId, fen: amount }) => remitInterest(work, { caseId, amount }),
  }),
  // It is money that was paid out, and the same people decide that it is back.
  payOutKind({
    kind: 'deficit_recovery',
    title: '追回已付款项',
    schema: ofDeficit,
    code: 'DEFICIT_EXCEEDED',
    beside: true,
    available: async (tx, { id }, { deficit }) => (await recoverableOf(tx, id, deficit)).left,
    pay: (work, { case: caseId, deficit: deficitId, fen: amount }, approvalRequestId) =>
      recoverDeficit(work, { caseId, deficitId, amount, approvalRequestId }),
  }),
  payOutKind({
    kind: 'award_payment',
    title: '支付胜诉奖励',
    schema: toOrganization,
    code: 'AWARD_PAYMENT_AMOUNT',
    beside: true,
    makers: ['finance_officer', 'cashier'],
    async requireMaker({ tx, maker }, { case: caseId, organization: organizationId }) {
      const { award } = await shareInForce(tx, { caseId, organizationId });
      const { approvalRequestId: decision } = award;
      if (decision !== null) await refuseParty(tx, [decision], maker.personId);
    },
    available: async (tx, { id: caseId }, { organization: organizationId }) =>
      payableOf((await shareInForce(tx, { caseId, organizationId })).share),
    outside: (tx, asked) => toOrganizationOf(tx, asked, 'award_payment'),
    async pay(work, { case: caseId, organization: organizationId, fen: amount }) {
      const { share } = await shareInForce(work.tx, { caseId, organizationId });
      if (share.paidOn === null && amount !== payableOf(share)) {
        const available = formatYuan(payableOf(share));
        throw new DomainError('AWARD_PAYMENT_AMOUNT', 'refused', { available });
      }
      await payAward(work, { caseId, organizationId });
    },
  }),
];
