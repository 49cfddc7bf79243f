import { Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type {
  AdvanceState,
  ApprovalState,
  EntryState,
  InboxItem,
  MeetingItem,
  NoticeState,
  PaymentState,
  ReceiptState,
} from '../api-types';
import type { AwardState } from '../award-types';
import { AdvanceStateTag } from './advance-parts';
import { ApprovalStateTag, WaitingFor } from './approval-columns';
import { AwardStateTag } from './award-parts';
import type { Column } from './data-table';
import { EntryStateTag } from './live-entry-state';
import { MeetingStateTag, nameOfKind } from './meeting-parts';
import { Money } from './money';
import { NoticeStateTag } from './notice-state';
import { PaymentStateTag } from './payment-parts';
import { ReceiptStateTag } from './receipt-parts';

/** Leads to where it is done, where the reader may see what it is about. */
export function WorkTitle({ of }: { readonly of: InboxItem }) {
  const { t } = useTranslation();
  const { title, kind, link } = of;
  const name = title ?? nameOfKind(t, kind);
  return link === null ? <>{name}</> : <Link to={link}>{name}</Link>;
}

/** Where it stands, in the words of its sort. */
function WorkStateTag({ of: { source, state } }: { readonly of: InboxItem }) {
  const { t } = useTranslation();
  switch (source) {
    case 'approval':
      return <ApprovalStateTag state={state as ApprovalState} />;
    case 'joint_meeting':
      return <MeetingStateTag state={state as MeetingItem['state']} />;
    case 'meeting_resolution':
      return <Tag color="orange">◷ {t('meeting.followUpOf.open')}</Tag>;
    case 'advance_to_pay':
    case 'receipts_to_submit':
    case 'surplus_to_return':
      return <AdvanceStateTag state={state as AdvanceState} />;
    case 'demand_reminder':
      return <Tag color="orange">◷ {t('claims.toDemand')}</Tag>;
    case 'bank_lines':
      return <Tag color="orange">○ {t('bank.stateOf.unmatched')}</Tag>;
    case 'bank_reconciliation':
      return <Tag color="orange">◷ {t('bank.waiting')}</Tag>;
    case 'award_to_assess':
    case 'award_to_notice':
    case 'award_objection':
    case 'award_to_ask':
    case 'award_to_pay':
    case 'award_to_return':
      return <AwardStateTag state={state as AwardState} />;
    case 'award_use_to_report':
      return <Tag color="orange">◷ {t('award.toReport')}</Tag>;
    case 'damages_to_remit':
      return <Tag color="orange">◷ {t('damage.toRemit')}</Tag>;
    case 'write_off_to_decide':
      return <Tag color="orange">◷ {t('claims.toDecide')}</Tag>;
    case 'payment_to_record':
      return <PaymentStateTag state={state as PaymentState} />;
    case 'receipt_line':
      return <ReceiptStateTag state={state as ReceiptState} />;
    case 'posting_request':
      return <EntryStateTag status={state as EntryState['status']} />;
    case 'notice':
      return <NoticeStateTag state={state as NoticeState} />;
  }
}

/** The columns of a list of open work. */
export function workColumns(t: TFunction): Column<InboxItem>[] {
  return [
    { key: 'title', title: t('approval.title'), render: (item) => <WorkTitle of={item} /> },
    {
      key: 'amount',
      title: t('approval.amount'),
      isAmount: true,
      render: ({ amount }) => <Money amount={amount} />,
    },
    { key: 'maker', title: t('approval.maker'), render: ({ maker }) => maker?.name },
    { key: 'state', title: t('approval.state'), render: (item) => <WorkStateTag of={item} /> },
    { key: 'waiting', title: t('approval.waiting'), render: (item) => <WaitingFor of={item} /> },
    {
      key: 'due',
      title: t('approval.due'),
      render: ({ dueOn }) => <span className="instant">{dueOn}</span>,
    },
    {
      key: 'notes',
      title: '',
      render: ({ stuck, onBehalfOf }) => (
        <>
          {stuck && <Tag color="red">! {t('approval.stuck')}</Tag>}
          {onBehalfOf && <Tag>{t('approval.onBehalfOf', { name: onBehalfOf.name })}</Tag>}
        </>
      ),
    },
  ];
}
