import { z } from 'zod';
import { approvalKind, workInBook } from '../approvals';
import { hashesAround, periodContent, recordAct } from '../audit';
import { reopenMonth } from '../ledger';

const content = z.strictObject({
  month: z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'must be YYYY-MM'),
  reason: z.string().trim().min(1).max(500),
});

/** A closed month is opened again (反结账); two people answer for it. */
export const monthReopen = approvalKind<z.infer<typeof content>>({
  kind: 'month_reopen',
  makers: ['finance_officer'],
  steps: ['approver'],
  inBook: true,
  schema: content,

  describe({ book }, { month }) {
    const code = book?.code ?? '';
    return { title: `账套 ${code}：${month} 反结账`, subject: `period/${code}/${month}` };
  },

  present: ({ month, reason }) => [
    { field: 'month', value: month },
    { field: 'reason', value: reason },
  ],

  async execute(approval, { month, reason }, request) {
    const work = workInBook(approval, request);
    const period = periodContent(work.bookId, `${month}-01`);
    const [version, hashes] = await hashesAround(work.tx, period, () =>
      reopenMonth(work.tx, {
        bookId: work.bookId,
        month: `${month}-01`,
        by: request.maker.name,
        second: work.by,
        reason,
      }),
    );
    const done = { month, reason, version, approval: request.id };
    await recordAct(work, 'month.reopen', done, null, hashes);
  },
});
