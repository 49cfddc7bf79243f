import { z } from 'zod';
import { absorbableOf, absorbCost, AdvanceItem, positiveYuan } from '../advances';
import { approvalKind, type Setting, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { LitigationCase } from '../cases';
import { namedDocument } from '../claims';
import { requireNamedDocuments } from '../documents';
import { DomainError } from '../errors';
import { type Fen, fen, formatYuan, parsePositiveYuan } from '../money';
import type { ContentJson } from '../platform/json/content-hash';
import { text } from '../platform/json/texts';

const absorption = z.strictObject({
  item: z.uuid(),
  amount: positiveYuan,
  reason: text(2_000),
  document: namedDocument,
}) satisfies z.ZodType<ContentJson>;
type Absorption = z.output<typeof absorption>;

const amountOf = ({ amount }: Absorption): Fen => parsePositiveYuan(amount) ?? fen(0n);

/** @throws DomainError NOT_FOUND it is of no case of the book */
async function costIn({ tx, book }: Setting, id: string) {
  const item = await tx.findOneBy(AdvanceItem, { id });
  const litigationCase =
    item && (await tx.findOneBy(LitigationCase, { id: item.caseId, bookId: book?.id ?? 0 }));
  if (item === null || litigationCase === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { item: id });
  }
  return { item, litigationCase };
}

/**
 * The fund bears a cost that no court grants (基金承担): lost in good faith, or more than the court found reasonable.
 * Who decides follows from the amount, as public money is given up.
 */
export const costAbsorption = approvalKind<Absorption>({
  kind: 'cost_absorption',
  makers: ['finance_officer'],
  inBook: true,
  schema: absorption,

  async describe(setting, content) {
    const { item, litigationCase } = await costIn(setting, content.item);
    const { tx, maker, book } = setting;
    await requireNamedDocuments(tx, maker, [content.document], { bookId: book?.id ?? 0 });
    const amountFen = amountOf(content);
    const most = absorbableOf(item, litigationCase);
    if (amountFen > most) {
      throw new DomainError('ABSORB_EXCEEDS_SETTLED', 'refused', {
        amount: formatYuan(amountFen),
        absorbable: formatYuan(most),
      });
    }
    return {
      title: `基金承担成本：${litigationCase.number} ${item.ref}`,
      amountFen,
      subject: `advance_item/${content.item}`,
    };
  },

  async present({ item: id, amount, reason }, _, tx) {
    const item = await tx.findOneBy(AdvanceItem, { id });
    const litigationCase = item && (await tx.findOneBy(LitigationCase, { id: item.caseId }));
    return [
      { field: 'caseNumber', value: litigationCase?.number ?? '' },
      { field: 'itemRef', value: item?.ref ?? id },
      { field: 'amount', value: amount },
      { field: 'reason', value: reason },
    ];
  },

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    await absorbCost(work, {
      itemId: content.item,
      amount: amountOf(content),
      requestedBy: request.maker.name,
      approvalRequestId: request.id,
    });
    await recordAct(work, 'cost.absorb', content);
  },
});
