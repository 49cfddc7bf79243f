import { z } from 'zod';
import { approvalKind } from '../approvals';
import { hashesAround, recordAct, requestContent } from '../audit';
import { DomainError } from '../errors';
import { discardRequest, findRequest } from '../ledger';
import { nameInPath } from '../platform/http/parameters';
import { findQueued } from '../queue';

const content = z.strictObject({
  book: nameInPath,
  request: z.string().regex(/^[1-9]\d{0,17}$/, 'must be the number of a request'),
  reason: z.string().trim().min(1).max(500),
});

/** A request that cannot be posted is given up for good; what it held is free again. */
export const requestDiscard = approvalKind<z.infer<typeof content>>({
  kind: 'request_discard',
  makers: ['system_administrator'],
  steps: ['approver'],
  // The book is named in the content: whoever asks may not read books.
  inBook: false,
  schema: content,

  async describe({ tx }, { book, request }) {
    const queued = await findQueued(tx, request);
    if (queued.book !== book) throw new DomainError('REQUEST_NOT_FOUND', 'not_found', { request });
    if (queued.status !== 'failed') {
      const { status } = queued;
      throw new DomainError('REQUEST_NOT_FAILED', 'conflict', { request, status });
    }
    return {
      title: `账套 ${book}：作废记账请求 ${request}`,
      subject: `posting_request/${request}`,
    };
  },

  present: ({ book, request, reason }) => [
    { field: 'book', value: book },
    { field: 'request', value: request },
    { field: 'reason', value: reason },
  ],

  async execute(approval, { request, reason }, { id, maker }) {
    const found = await findRequest(approval.tx, request);
    const people = { by: maker.name, second: approval.by };
    const [, hashes] = await hashesAround(approval.tx, requestContent(request), () =>
      discardRequest(approval.tx, found, { ...people, reason }),
    );
    const { failureCode } = found;
    const work = { ...approval, bookId: found.bookId, bookKind: found.bookKind };
    const done = { request, reason, failureCode, approval: id };
    await recordAct(work, 'posting.discard', done, null, hashes);
  },
});
