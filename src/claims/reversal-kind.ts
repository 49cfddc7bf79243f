import { z } from 'zod';
import { approvalKind, workInBook } from '../approvals';
import { requirePerson } from '../bank';
import { Defendant } from '../cases';
import { requireNamedDocuments } from '../documents';
import { DomainError } from '../errors';
import { formatYuan } from '../money';
import type { ContentJson } from '../platform/json/content-hash';
import { text } from '../platform/json/texts';
import { Receipt, requireReversible, reverseReceipt } from '../recoveries';
import { caseInBook, caseNumber } from './case-in-book';
import { freeLineOfReceipt } from './enter-receipt-of-line';
import { namedDocument } from './receipt-schemas';

const reversalContent = z.strictObject({
  receipt: z.uuid(),
  reason: text(2_000),
  document: namedDocument,
}) satisfies z.ZodType<ContentJson>;
type ReversalContent = z.output<typeof reversalContent>;

/** A receipt is taken back in whole after an enforcement reversal (执行回转): two others decide. */
export const receiptReversal = approvalKind<ReversalContent>({
  kind: 'receipt_reversal',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: reversalContent,

  async describe(setting, { receipt: id, document }) {
    const { tx, maker } = setting;
    const receipt = await tx.findOneBy(Receipt, { id });
    if (receipt === null) throw new DomainError('NOT_FOUND', 'not_found', { receipt: id });
    const { number, bookId } = await caseInBook(setting, receipt.caseId);
    await requireNamedDocuments(tx, maker, [document], { bookId });
    await requireReversible(tx, id);
    return {
      title: `执行回转：${number} ${receipt.ref}`,
      amountFen: receipt.amountFen,
      subject: `receipt/${id}`,
    };
  },

  async present({ receipt: id, reason }, _, tx) {
    const receipt = await tx.findOneByOrFail(Receipt, { id });
    const { name } = await tx.findOneByOrFail(Defendant, { id: receipt.defendantId });
    return [
      { field: 'caseNumber', value: await caseNumber(tx, receipt.caseId) },
      { field: 'receipt', value: receipt.ref },
      { field: 'payer', value: name },
      { field: 'amount', value: formatYuan(receipt.amountFen) },
      { field: 'receivedOn', value: receipt.receivedOn },
      { field: 'bankReference', value: receipt.bankReference },
      { field: 'reason', value: reason },
    ];
  },

  async execute(approval, { receipt: receiptId, reason }, request) {
    const work = requirePerson(workInBook(approval, request));
    await reverseReceipt(work, { receiptId, reason, approvalRequestId: request.id });
    await freeLineOfReceipt(work, await work.tx.findOneByOrFail(Receipt, { id: receiptId }));
  },
});
