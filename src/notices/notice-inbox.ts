import { type InboxSource, ofHolders } from '../inbox';

const FAILED = `
  SELECT d.id::text AS id, 'notice' AS kind, '邮件通知发送失败：' || d.last_error AS title,
         'outgoing_event/' || d.id AS subject, NULL::text AS book, NULL::bigint AS amount_fen, d.state,
         NULL::uuid AS maker_id, d.created_at AS made_at, 'system_administrator' AS role, NULL::uuid AS person_id,
         d.run_after AS since, (d.run_after AT TIME ZONE 'Asia/Shanghai')::date AS due_on,
         '/console/notices?state=failed' AS link, d.bureau_id, NULL::uuid AS not_by
    FROM fund.notice_delivery d WHERE d.state = 'failed'`;

/** Notices that could not be sent; what they say is not told. */
export const FAILED_NOTICES: InboxSource = {
  name: 'notice',
  ...ofHolders(FAILED, ['system_administrator']),
  isOfNotices: true,
  actions: ({ stuck }) => (stuck ? [] : ['retry']),
};
