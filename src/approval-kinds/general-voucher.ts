import { uuidv7 } from 'uuidv7';
import { ACCOUNT_NAMES } from '../accounting';
import { approvalKind, type SummaryRow, workInBook } from '../approvals';
import type { Language } from '../errors';
import { formatYuan } from '../money';
import { matchWithRequest, requireChargeOf, requirePerson } from '../bank';
import {
  enterVoucher,
  rehearseVoucher,
  type RequestedVoucher,
  requestedVoucherSchema,
  totalOf,
} from '../vouchers';

const SIDES = { zh: { debit: '借', credit: '贷' }, en: { debit: 'Dr', credit: 'Cr' } } as const;
const YES = { zh: '是', en: 'Yes' } as const;

function lineRow(
  { account, dimensions, debit, credit }: RequestedVoucher['lines'][number],
  language: Language,
): SummaryRow {
  const cells = {
    account,
    accountName: ACCOUNT_NAMES[account]?.[language] ?? '',
    dimensions: Object.values(dimensions).join(', '),
    debit: debit ?? '',
    credit: credit ?? '',
  };
  const side = SIDES[language][debit === undefined ? 'credit' : 'debit'];
  const parts = [side, account, cells.accountName, cells.dimensions, debit ?? credit];
  return { field: 'line', value: parts.filter(Boolean).join(' '), cells };
}

/** A general voucher (记账凭证) in a real book; the books name who made it, the trail who approved it. */
export const generalVoucher = approvalKind<RequestedVoucher>({
  kind: 'general_voucher',
  makers: ['finance_officer'],
  inBook: true,
  schema: requestedVoucherSchema,

  async describe({ tx, maker, book }, voucher) {
    if (book === null) throw new Error('a voucher is entered in a book');
    const { businessOn, summary } = voucher;
    const { name: by, personId, sessionId, address } = maker;
    const work = {
      tx,
      bookId: book.id,
      bookKind: book.kind,
      on: businessOn,
      by,
      from: { personId, sessionId, address },
      key: `rehearsal:${uuidv7()}`,
    };
    if (voucher.bankLine !== undefined) {
      await requireChargeOf(tx, book.id, voucher.bankLine, voucher);
    }
    await rehearseVoucher(work, voucher, '/content');
    return {
      title: `记账凭证：${summary}（${businessOn}）`,
      // As at the foot of a paper voucher. It says who decides.
      amountFen: totalOf(voucher),
    };
  },

  present: (voucher, language) => [
    { field: 'businessOn', value: voucher.businessOn },
    { field: 'summary', value: voucher.summary },
    ...(voucher.adjusting ? [{ field: 'adjusting', value: YES[language] }] : []),
    ...voucher.lines.map((line) => lineRow(line, language)),
    { field: 'total', value: formatYuan(totalOf(voucher)) },
  ],

  async execute(approval, voucher, request) {
    const work = { ...workInBook(approval, request), on: voucher.businessOn };
    const { bankLine } = voucher;
    const line = bankLine && (await requireChargeOf(work.tx, work.bookId, bankLine, voucher));
    const id = await enterVoucher(work, voucher, request.maker.name);
    if (line) await matchWithRequest(requirePerson(work), line, { id });
  },
});
