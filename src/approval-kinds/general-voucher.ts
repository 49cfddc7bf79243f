import { uuidv7 } from 'uuidv7';
import { approvalKind, workInBook } from '../approvals';
import { enterVoucher, rehearseVoucher, totalOf, type Voucher, voucherSchema } from '../vouchers';

/** A general voucher (记账凭证) in a real book; the books name who made it, the trail who approved it. */
export const generalVoucher = approvalKind<Voucher>({
  kind: 'general_voucher',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: voucherSchema,

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
    await rehearseVoucher(work, voucher, '/content');
    return {
      title: `记账凭证：${summary}（${businessOn}）`,
      // For those who decide to see, as at the foot of a paper voucher. The steps are fixed, whatever it is.
      amountFen: totalOf(voucher),
    };
  },

  async execute(approval, voucher, request) {
    const work = { ...workInBook(approval, request), on: voucher.businessOn };
    await enterVoucher(work, voucher, request.maker.name);
  },
});
