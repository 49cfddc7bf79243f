import { z } from 'zod';
import { positiveYuan } from '../advances';
import { approvalKind, type Setting, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { requireNamedDocuments } from '../documents';
import { DomainError } from '../errors';
import { outstandingOf } from '../law';
import { type Fen, fen, formatYuan, parsePositiveYuan, sumFen, ZERO_FEN } from '../money';
import type { ContentJson } from '../platform/json/content-hash';
import { text } from '../platform/json/texts';
import { type Claim, JudgmentItem, loadClaims, writeOffDebt } from '../recoveries';
import { caseInBook, caseNumber } from './case-in-book';
import { namedDocument } from './receipt-schemas';

const writeOffContent = z.strictObject({
  item: z.uuid(),
  amount: positiveYuan,
  reason: text(2_000),
  document: namedDocument,
}) satisfies z.ZodType<ContentJson>;
type WriteOffContent = z.output<typeof writeOffContent>;

const amountOf = ({ amount }: WriteOffContent): Fen => parsePositiveYuan(amount) ?? fen(0n);

/** @throws DomainError NOT_FOUND the item is of no case of the book */
async function claimOf(setting: Setting, id: string): Promise<{ claim: Claim; number: string }> {
  const { tx } = setting;
  const item = await tx.findOneBy(JudgmentItem, { id });
  if (item === null) throw new DomainError('NOT_FOUND', 'not_found', { item: id });
  const { number } = await caseInBook(setting, item.caseId);
  const { claims } = await loadClaims(tx, item.caseId);
  const claim = claims.find(({ row }) => row.id === id);
  if (claim === undefined) throw new DomainError('NOT_FOUND', 'not_found', { item: id });
  return { claim, number };
}

/**
 * A debt that cannot be collected is given up (坏账核销): who decides follows from the amount. The debt stays
 * in the memo register, and what comes later is taken all the same.
 */
export const debtWriteOff = approvalKind<WriteOffContent>({
  kind: 'debt_write_off',
  makers: ['finance_officer'],
  inBook: true,
  schema: writeOffContent,

  async describe(setting, content) {
    const { claim, number } = await claimOf(setting, content.item);
    const { tx, maker, book } = setting;
    await requireNamedDocuments(tx, maker, [content.document], { bookId: book?.id ?? 0 });
    const amountFen = amountOf(content);
    const isCosts = claim.row.kind === 'fund_costs';
    const outstanding = isCosts ? sumFen(claim.item.balances.map(outstandingOf)) : ZERO_FEN;
    if (amountFen > outstanding) {
      throw new DomainError('WRITE_OFF_EXCEEDS_OUTSTANDING', 'refused', {
        amount: formatYuan(amountFen),
        outstanding: formatYuan(outstanding),
      });
    }
    return {
      title: `坏账核销：${number} ${claim.row.ref}`,
      amountFen,
      subject: `judgment_item/${content.item}`,
    };
  },

  async present({ item: id, amount, reason }, _, tx) {
    const item = await tx.findOneBy(JudgmentItem, { id });
    return [
      { field: 'caseNumber', value: item === null ? '' : await caseNumber(tx, item.caseId) },
      { field: 'judgmentItem', value: item?.ref ?? id },
      { field: 'amount', value: amount },
      { field: 'reason', value: reason },
    ];
  },

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    const { item: itemId, reason } = content;
    await writeOffDebt(work, {
      itemId,
      amount: amountOf(content),
      requestedBy: request.maker.name,
      approvalRequestId: request.id,
    });
    await recordAct(work, 'debt.write_off', { item: itemId, amount: content.amount, reason });
  },
});
