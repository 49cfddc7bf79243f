import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Judgment, JudgmentItem } from '../api-types';
import { Money } from './money';
import { TableScroll } from './table-scroll';

interface Props {
  readonly of: Judgment;
  /** The condition of an item was not kept. */
  readonly onDefault?: (item: JudgmentItem) => void;
}

const AMOUNTS = ['ordered', 'received', 'writtenOff', 'outstanding'] as const;

/** What a judgment orders, item by item, and what of it has come in. */
export function JudgmentItems({ of: { ref, items }, onDefault }: Props) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <TableScroll label={ref}>
      <Table<JudgmentItem>
        size="small"
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={[...items]}
        columns={[
          { key: 'ref', title: t('case.item'), dataIndex: 'ref' },
          {
            key: 'kind',
            title: t('content.itemKind'),
            render: (_, { kind }) => t(`case.itemKindOf.${kind}`),
          },
          {
            key: 'debtors',
            title: t('case.debtors'),
            render: (_, { mode, debtors }) => (
              <>
                {debtors.map(({ name }) => name).join('、')}{' '}
                <small>{t(`case.modeOf.${mode}`)}</small>
              </>
            ),
          },
          {
            key: 'dueOn',
            title: t('case.dueOn'),
            render: (_, item) => (
              <>
                <Due of={item} />
                {item.conditional && !item.defaulted && onDefault && (
                  <Button
                    size="small"
                    aria-label={`${t('case.recordDefault')} ${item.ref}`}
                    onClick={() => {
                      onDefault(item);
                    }}
                  >
                    {t('case.recordDefault')}
                  </Button>
                )}
              </>
            ),
          },
          ...AMOUNTS.map((amount) => ({
            key: amount,
            title: t(`case.${amount}`),
            align: 'right' as const,
            className: 'money',
            render: (_: unknown, item: JudgmentItem) => <Money amount={item[amount]} />,
          })),
        ]}
      />
    </TableScroll>
  );
}

function Due({ of: { conditional, defaulted, dueOn } }: { readonly of: JudgmentItem }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="instant">{dueOn.join('、')}</span>{' '}
      {conditional && (
        <small>{defaulted ? `! ${t('case.defaulted')}` : `◷ ${t('case.pending')}`}</small>
      )}{' '}
    </>
  );
}
