import { Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { ApprovalItem, ApprovalState } from '../api-types';
import type { Column } from './data-table';
import { dayOf } from './instant';
import { Money } from './money';

/** Colour is never the only sign. */
const SIGNS = {
  open: { color: 'blue', sign: '◷' },
  returned: { color: 'orange', sign: '↩' },
  approved: { color: 'green', sign: '✓' },
  rejected: { color: 'red', sign: '✕' },
  withdrawn: { color: 'default', sign: '–' },
} as const;

export function ApprovalStateTag({ state }: { readonly state: ApprovalState }) {
  const { t } = useTranslation();
  const { color, sign } = SIGNS[state];
  return (
    <Tag color={color}>
      {sign} {t(`approval.stateOf.${state}`)}
    </Tag>
  );
}

type Waiting = Pick<ApprovalItem, 'waitingFor' | 'waitingForPerson' | 'since' | 'days'>;

/** Who has to act, since when: nothing where nobody has to. */
export function WaitingFor({ of }: { readonly of: Waiting }) {
  const { t } = useTranslation();
  const { waitingFor, waitingForPerson, since, days } = of;
  if (waitingFor === null) return null;
  const role = t(`role.${waitingFor}`);
  const who = waitingForPerson === null ? role : `${role} ${waitingForPerson.name}`;
  return <>{t('approval.waitingFor', { who, since: dayOf(since), days })}</>;
}

export const approvalAddress = ({ id }: Pick<ApprovalItem, 'id'>): string =>
  `/console/approvals/${encodeURIComponent(id)}`;

/** The columns of a list of requests. */
export function approvalColumns(t: TFunction): Column<ApprovalItem>[] {
  return [
    {
      key: 'title',
      title: t('approval.title'),
      render: (item) => <Link to={approvalAddress(item)}>{item.title}</Link>,
    },
    {
      key: 'amount',
      title: t('approval.amount'),
      isAmount: true,
      render: ({ amount }) => <Money amount={amount} />,
    },
    { key: 'maker', title: t('approval.maker'), render: ({ maker }) => maker.name },
    {
      key: 'state',
      title: t('approval.state'),
      render: ({ state }) => <ApprovalStateTag state={state} />,
    },
    { key: 'waiting', title: t('approval.waiting'), render: (item) => <WaitingFor of={item} /> },
  ];
}
