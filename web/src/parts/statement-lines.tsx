import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BankPreview } from '../api-types';
import { Money } from './money';
import { TableScroll } from './table-scroll';

type Line = BankPreview['lines'][number];

interface Props {
  readonly lines: readonly Line[];
  /** Whether it is known which of them were imported before. */
  readonly withState?: boolean;
}

/** The lines of a statement as they were read. */
export function StatementLines({ lines, withState = false }: Props) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t('bank.lines')}>
      <Table<Line>
        size="small"
        pagination={false}
        rowKey={({ line }) => line}
        dataSource={[...lines]}
        columns={[
          { key: 'line', title: t('bank.line'), render: (_, { line }) => line },
          {
            key: 'on',
            title: t('bank.on'),
            render: (_, { on }) => <span className="instant">{on}</span>,
          },
          { key: 'who', title: t('bank.counterparty'), render: (_, row) => row.counterparty },
          { key: 'remark', title: t('bank.remark'), render: (_, { remark }) => remark },
          {
            key: 'amount',
            title: t('bank.amount'),
            align: 'right',
            render: (_, { amount }) => <Money amount={amount} />,
          },
          {
            key: 'balance',
            title: t('bank.balance'),
            align: 'right',
            render: (_, { balance }) => <Money amount={balance} />,
          },
          ...(withState
            ? [
                {
                  key: 'state',
                  title: t('bank.state'),
                  render: (_: unknown, { isKnown }: Line) => (
                    <Tag color={isKnown ? 'default' : 'green'}>
                      {isKnown ? `– ${t('bank.known')}` : `✓ ${t('bank.isNew')}`}
                    </Tag>
                  ),
                },
              ]
            : []),
        ]}
      />
    </TableScroll>
  );
}
