import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../api-types';
import type { ClaimBalance, Claims } from '../claim-types';
import { ExplanationDrawer } from './explanation-drawer';
import { Money } from './money';
import { TableScroll } from './table-scroll';

type Item = Claims['items'][number];
interface Row extends ClaimBalance {
  readonly item: Item;
}

const AMOUNTS = ['ordered', 'received', 'writtenOff', 'outstanding'] as const;

/** What defendants owe, by defendant and by order of the judgment. */
export function ClaimTables({ claims }: { readonly claims: Claims }) {
  const { t } = useTranslation();
  const [explained, setExplained] = useState<Explanation>();
  const rows = claims.items.flatMap((item): Row[] =>
    item.balances.map((balance) => ({ ...balance, item })),
  );
  if (rows.length === 0) return <p>{t('claims.none')}</p>;
  return (
    <>
      <Debtors of={claims.debtors} />
      <section className="panel" aria-label={t('claims.items')}>
        <h2>{t('claims.items')}</h2>
        <TableScroll label={t('claims.items')}>
          <Table<Row>
            size="small"
            pagination={false}
            rowKey={({ id }) => id}
            dataSource={rows}
            columns={[
              { key: 'item', title: t('claims.item'), render: (_, { item }) => item.ref },
              {
                key: 'kind',
                title: t('claims.kind'),
                render: (_, { item }) => t(`claims.kindOf.${item.kind}`),
              },
              {
                key: 'debtor',
                title: t('claims.debtor'),
                render: (_, { debtor, item }) =>
                  debtor?.name ?? item.debtors.map(({ name }) => name).join('、'),
              },
              {
                key: 'dueOn',
                title: t('claims.dueOn'),
                render: (_, { dueOn, item }) =>
                  item.isOwed ? <span className="instant">{dueOn}</span> : t('claims.pending'),
              },
              ...AMOUNTS.map((field) => ({
                key: field,
                title: t(`claims.${field}`),
                align: 'right' as const,
                render: (_: unknown, row: Row) => <Money amount={row[field]} />,
              })),
              {
                key: 'general',
                title: t('claims.general'),
                align: 'right',
                render: (_, { general }) => <Money amount={general?.owed ?? null} />,
              },
              {
                key: 'running',
                title: t('claims.running'),
                align: 'right',
                render: (_, { interest }) => <Money amount={interest.running} />,
              },
              {
                key: 'why',
                title: '',
                render: (_, { item, interest, explanation, general, generalExplanation }) => {
                  const { ref: subject } = item;
                  const own = { interest: general?.owed ?? '' };
                  const late = { interest: interest.running };
                  return (
                    <>
                      {generalExplanation && (
                        <Why
                          label={t('claims.whyGeneralOf', { item: subject })}
                          text={t('claims.whyGeneral')}
                          onAsk={() => {
                            setExplained({ ...generalExplanation, subject, result: own });
                          }}
                        />
                      )}
                      {explanation && (
                        <Why
                          label={t('claims.whyOf', { item: subject })}
                          text={t('claims.why')}
                          onAsk={() => {
                            setExplained({ ...explanation, subject, result: late });
                          }}
                        />
                      )}
                    </>
                  );
                },
              },
            ]}
          />
        </TableScroll>
      </section>
      <ExplanationDrawer
        explanation={explained}
        onClose={() => {
          setExplained(undefined);
        }}
      />
    </>
  );
}

interface WhyProps {
  readonly label: string;
  readonly text: string;
  readonly onAsk: () => void;
}

function Why({ label, text, onAsk }: WhyProps) {
  return (
    <Button type="link" size="small" aria-label={label} onClick={onAsk}>
      {text}
    </Button>
  );
}

function Debtors({ of }: { readonly of: Claims['debtors'] }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('claims.debtors')}</h2>
      <TableScroll label={t('claims.debtors')}>
        <Table<Claims['debtors'][number]>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...of]}
          columns={[
            { key: 'name', title: t('claims.debtor'), render: (_, { name }) => name },
            ...(['owes', 'owesGeneral', 'owesInterest', 'overpaid'] as const).map((field) => ({
              key: field,
              title: t(`claims.${field}`),
              align: 'right' as const,
              render: (_: unknown, row: Claims['debtors'][number]) => <Money amount={row[field]} />,
            })),
          ]}
        />
      </TableScroll>
    </section>
  );
}
