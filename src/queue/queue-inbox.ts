import { type InboxSource, ofHolders } from '../inbox';

const FAILED = `
  SELECT f.id::text AS id, 'posting_request' AS kind, '记账失败：第 ' || f.id || ' 号请求' AS title,
         'posting_request/' || f.id AS subject, f.book, NULL::bigint AS amount_fen, 'failed' AS state,
         NULL::uuid AS maker_id, f.accepted_at AS made_at, 'system_administrator' AS role, NULL::uuid AS person_id,
         f.accepted_at AS since, (f.accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS due_on,
         '/console/queue' AS link, f.bureau_id, NULL::uuid AS not_by
    FROM fund.failed_posting f`;

/** Requests that could not be posted: to be put back or discarded at once. What they are about is not told. */
export const FAILED_POSTINGS: InboxSource = {
  name: 'posting_request',
  ...ofHolders(FAILED, ['system_administrator']),
  actions: ({ stuck }) => (stuck ? [] : ['retry']),
};
