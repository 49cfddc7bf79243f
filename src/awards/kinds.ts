import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { POOL_NAMES } from '../accounting';
import { day, positiveYuan } from '../advances';
import { type ApprovalKind, approvalKind, type Setting, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { LitigationCase } from '../cases';
import { requireNamedDocuments } from '../documents';
import { DomainError, type Language } from '../errors';
import { fen, formatYuan, parsePositiveYuan, subtractFen } from '../money';
import { Organization } from '../organizations';
import { today } from '../platform/database/today';
import type { ContentJson } from '../platform/json/content-hash';
import { text } from '../platform/json/texts';
import { AwardShare } from './award.entity';
import { recordSanction } from './decide-award';
import { awardDecision } from './decision-kind';
import { planRecall, recallAward } from './recall-award';

const sanctionContent = z.strictObject({
  case: z.uuid(),
  paidOn: day,
  amount: positiveYuan,
  grade: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  document: z.strictObject({
    id: z.uuid(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256'),
  }),
  reason: text(500),
}) satisfies z.ZodType<ContentJson>;

const recallContent = z.strictObject({
  case: z.uuid(),
  award: z.uuid(),
  extent: z.enum(['whole', 'reduced']),
  reason: text(2_000),
}) satisfies z.ZodType<ContentJson>;

const EXTENTS = {
  whole: { zh: '全部撤销', en: 'In whole' },
  reduced: { zh: '调减至重新计算的金额', en: 'To what its rule gives now' },
} as const;

/** @throws DomainError NOT_FOUND */
async function caseIn({ tx, book }: Setting, id: string): Promise<LitigationCase> {
  const found = book && (await tx.findOneBy(LitigationCase, { id, bookId: book.id }));
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  return found;
}

const numberOf = async (tx: EntityManager, id: string): Promise<string> =>
  (await tx.findOneBy(LitigationCase, { id }))?.number ?? id;

/** What a defendant paid to the treasury as a sanction: it sizes the award, so two others look at the paper. */
const sanctionRecord = approvalKind<z.output<typeof sanctionContent>>({
  kind: 'sanction_record',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: sanctionContent,

  async describe(setting, { case: caseId, amount, document, paidOn }) {
    const { tx, maker } = setting;
    const { number, bookId } = await caseIn(setting, caseId);
    await requireNamedDocuments(tx, maker, [document], { bookId });
    const latest = await today(tx);
    if (paidOn > latest) throw new DomainError('PAYMENT_DAY_WRONG', 'refused', { latest });
    return {
      title: `登记被告缴纳的制裁款：${number}`,
      amountFen: parsePositiveYuan(amount) ?? fen(0n),
      subject: `litigation_case/${caseId}`,
    };
  },

  present: async ({ case: caseId, paidOn, amount, grade, reason }, _: Language, tx) => [
    { field: 'caseNumber', value: await numberOf(tx, caseId) },
    { field: 'amount', value: amount },
    { field: 'paidOn', value: paidOn },
    { field: 'sanctionGrade', value: String(grade) },
    { field: 'reason', value: reason },
  ],

  async execute(approval, content, { id: approvalRequestId, ...request }) {
    const work = workInBook(approval, { id: approvalRequestId, ...request });
    const { case: caseId, paidOn, grade, document, amount } = content;
    const amountPaid = parsePositiveYuan(amount) ?? fen(0n);
    const documentId = document.id;
    await recordSanction(work, {
      ...{ caseId, amountPaid, grade, paidOn, documentId, approvalRequestId },
    });
    await recordAct(work, 'sanction.record', { case: caseId, amount, grade, paidOn });
  },
});

/** An award that was wrong, or whose judgment changed, is taken back: who decides follows from the amount. */
const awardRecall = approvalKind<z.output<typeof recallContent>>({
  kind: 'award_recall',
  makers: ['finance_officer'],
  inBook: true,
  schema: recallContent,

  async describe(setting, { case: caseId, award: awardId, extent }) {
    const { number } = await caseIn(setting, caseId);
    const whole = extent === 'whole';
    const { former, left } = await planRecall(setting.tx, { awardId, caseId, whole });
    return {
      title: `${whole ? '撤销' : '调减'}胜诉奖励：${number}`,
      amountFen: subtractFen(former, left),
      subject: `litigation_case/${caseId}`,
    };
  },

  async present(
    { case: caseId, award: awardId, extent, reason },
    language: Language,
    tx,
    { isOpen },
  ) {
    const rows = [
      { field: 'caseNumber', value: await numberOf(tx, caseId) },
      { field: 'recallExtent', value: EXTENTS[extent][language] },
      { field: 'reason', value: reason },
    ];
    if (!isOpen) return rows;
    const whole = extent === 'whole';
    const plan = await planRecall(tx, { awardId, caseId, whole }).catch((error: unknown) => {
      // What can no longer be done is said when it is approved.
      if (error instanceof DomainError) return null;
      throw error;
    });
    if (plan === null) return rows;
    const parts = [];
    for (const { id, pool, released, owed } of plan.parts) {
      const share = await tx.findOneByOrFail(AwardShare, { id });
      const { name } = await tx.findOneByOrFail(Organization, { id: share.organizationId });
      const cells = {
        ...{ organization: name, pool: POOL_NAMES[pool][language] },
        ...{ released: formatYuan(released), owedBack: formatYuan(owed) },
      };
      parts.push({ field: 'recallPart', value: Object.values(cells).join(' '), cells });
    }
    return [
      ...rows,
      { field: 'formerAward', value: formatYuan(plan.former) },
      { field: 'leftOfAward', value: formatYuan(plan.left) },
      ...parts,
    ];
  },

  async execute(approval, { case: caseId, award: awardId, extent, reason }, request) {
    await recallAward(workInBook(approval, request), caseId, {
      ...{ awardId, whole: extent === 'whole', reason },
      ...{ approvalRequestId: request.id, makerId: request.maker.id },
    });
  },
});

/** What of awards needs approval. */
export const AWARD_KINDS: readonly ApprovalKind[] = [awardDecision, sanctionRecord, awardRecall];
