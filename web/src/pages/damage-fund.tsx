import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { DamageFundItem } from '../damage-types';
import { type Column, DataTable } from '../parts/data-table';
import { Filters, TextFilter } from '../parts/filters';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';

const SHOWN = ['received', 'toRemit', 'appropriated', 'planned', 'paid', 'left'] as const;
const addressOf = ({ case: id }: DamageFundItem): string => `/console/damage-fund/${id}`;

/** Cases with damage money, and where it stands. */
export function DamageFundPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageShell title={t('nav.damageFund')}>
      <p>{t('damage.help')}</p>
      <Filters>
        <TextFilter name="q" label={t('case.q')} />
      </Filters>
      <DataTable<DamageFundItem>
        label={t('nav.damageFund')}
        path="/api/v1/damage-fund"
        filters={['q']}
        keyOf={({ case: id }) => id}
        onOpen={(item) => void navigate(addressOf(item))}
        columns={[
          {
            key: 'case',
            title: t('case.number'),
            render: (item) => <Link to={addressOf(item)}>{item.caseNumber}</Link>,
          },
          {
            key: 'route',
            title: t('damage.route'),
            render: ({ route }) => t(`damage.routeOf.${route}`),
          },
          ...SHOWN.map((figure): Column<DamageFundItem> => ({
            key: figure,
            title: t(`damage.figureOf.${figure}`),
            isAmount: true,
            render: (row) => {
              const amount = row[figure];
              return amount === null ? '—' : <Money amount={amount} />;
            },
          })),
          {
            key: 'remitBy',
            title: t('damage.remitBy'),
            render: ({ remitBy }) => <span className="instant">{remitBy}</span>,
          },
        ]}
      />
    </PageShell>
  );
}
