import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { AwardItem } from '../award-types';
import { AwardStateTag } from '../parts/award-parts';
import { DataTable } from '../parts/data-table';
import { Filters, TextFilter } from '../parts/filters';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';

const addressOf = ({ id }: AwardItem): string => `/console/awards/${id}`;

/** Cases with a judgment, and where the award of each stands; for a member the own ones. */
export function AwardsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageShell title={t('nav.awards')}>
      <Filters>
        <TextFilter name="q" label={t('case.q')} />
      </Filters>
      <DataTable<AwardItem>
        label={t('nav.awards')}
        path="/api/v1/awards"
        filters={['q']}
        keyOf={({ id }) => id}
        onOpen={(item) => void navigate(addressOf(item))}
        columns={[
          {
            key: 'number',
            title: t('case.number'),
            render: (item) => <Link to={addressOf(item)}>{item.number}</Link>,
          },
          {
            key: 'state',
            title: t('case.state'),
            render: ({ state }) => <AwardStateTag state={state} />,
          },
          {
            key: 'amount',
            title: t('content.amount'),
            isAmount: true,
            render: ({ amount }) => <Money amount={amount} />,
          },
          {
            key: 'noticeUntil',
            title: t('award.to'),
            render: ({ noticeUntil }) => noticeUntil ?? '',
          },
          { key: 'book', title: t('content.book'), render: ({ book }) => book },
        ]}
      />
    </PageShell>
  );
}
