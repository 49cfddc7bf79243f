import type { EntityManager } from 'typeorm';
import { approvalKind, type Setting, type SummaryRow, workInBook } from '../approvals';
import { businessDate } from '../calendar';
import { LitigationCase } from '../cases';
import { requireNamedDocuments } from '../documents';
import type { Language } from '../errors';
import { fen, formatYuan, parsePositiveYuan } from '../money';
import { proposeAllocation, requireFreeReference } from '../recoveries';
import { caseInBook } from './case-in-book';
import { agreedShares, enterDeparture, requirePast } from './enter-receipt';
import { type DepartureContent, departureContent } from './receipt-schemas';
import { defendantOf, itemRefs } from './what-if';
import { PART_NAMES, RECEIPT_KIND_NAMES } from './words';

const amountOf = ({ amount }: DepartureContent) => parsePositiveYuan(amount) ?? fen(0n);

/** @throws DomainError as carrying it out would */
async function rehearse(setting: Setting, content: DepartureContent) {
  const { tx, maker } = setting;
  const litigationCase = await caseInBook(setting, content.case);
  const { bookId, id: caseId } = litigationCase;
  await requireNamedDocuments(tx, maker, [content.document], { bookId });
  await requirePast(tx, content.receivedOn);
  await requireFreeReference(tx, bookId, content.bankReference);
  const payer = await defendantOf(tx, caseId, content.payer);
  await proposeAllocation(tx, litigationCase, {
    payer: payer.ref,
    amount: amountOf(content),
    on: businessDate(content.receivedOn),
    designated: [],
    agreed: await agreedShares(tx, caseId, content.allocations),
  });
  return { litigationCase, payer };
}

/** What the rule would do with the money as things stand. */
async function byRule(
  tx: EntityManager,
  content: DepartureContent,
  language: Language,
): Promise<SummaryRow[]> {
  const litigationCase = await tx.findOneByOrFail(LitigationCase, { id: content.case });
  const payer = await defendantOf(tx, content.case, content.payer);
  const { parts, overpaid } = await proposeAllocation(tx, litigationCase, {
    payer: payer.ref,
    amount: amountOf(content),
    on: businessDate(content.receivedOn),
    designated: [],
  });
  const rows = parts.map(({ itemId, part, amount }) =>
    partRow('allocationByRule', itemId, PART_NAMES[part][language], formatYuan(amount)),
  );
  return [...rows, { field: 'overpaidByRule', value: formatYuan(overpaid) }];
}

const partRow = (field: string, item: string, part: string, amount: string): SummaryRow => ({
  field,
  value: [item, part, amount].join(' '),
  cells: { judgmentItem: item, part, amount },
});

/** Money of a defendant goes other than the rule says: an officer asks, two others decide. */
export const receiptDeparture = approvalKind<DepartureContent>({
  kind: 'receipt_departure',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: departureContent,

  async describe(setting, content) {
    const { litigationCase, payer } = await rehearse(setting, content);
    return {
      title: `执行款另行分配：${litigationCase.number} ${payer.name}`,
      amountFen: amountOf(content),
      subject: `litigation_case/${content.case}`,
    };
  },

  async present(content, language, tx, { isOpen }) {
    const { case: caseId, payer, allocations } = content;
    const litigationCase = await tx.findOneByOrFail(LitigationCase, { id: caseId });
    const { name } = await defendantOf(tx, caseId, payer);
    const refs = await itemRefs(
      tx,
      caseId,
      allocations.map(({ item }) => item),
    );
    return [
      { field: 'caseNumber', value: litigationCase.number },
      { field: 'payer', value: name },
      { field: 'amount', value: content.amount },
      { field: 'receiptKind', value: RECEIPT_KIND_NAMES[content.kind][language] },
      { field: 'receivedOn', value: content.receivedOn },
      { field: 'bankReference', value: content.bankReference },
      { field: 'reason', value: content.reason },
      ...allocations.map(({ part, amount }, index) =>
        partRow('allocation', refs[index] ?? '', PART_NAMES[part][language], amount),
      ),
      ...(isOpen ? await byRule(tx, content, language) : []),
    ];
  },

  async execute(approval, content, request) {
    const work = { ...workInBook(approval, request), on: content.receivedOn };
    await enterDeparture(work, content, { id: request.id, makerId: request.maker.id });
  },
});
