import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { Money } from './money';
import { TableScroll } from './table-scroll';

/** What happens to a receipt, a judgment or a debt when a judgment changes, in words; the amount in yuan. */
export interface StepInWords {
  readonly step: string;
  readonly about: string;
  /** The debt and its part, or what the money was spent on. */
  readonly detail: string;
  readonly amount: string;
}

/** What happens when a judgment takes the place of another, in the order in which it happens. */
export function ChangeSteps({ steps }: { readonly steps: readonly StepInWords[] }) {
  const { t } = useTranslation();
  const rows = steps.map((step, index) => ({ ...step, number: index + 1 }));
  return (
    <TableScroll label={t('content.judgmentChange')}>
      <Table<(typeof rows)[number]>
        size="small"
        pagination={false}
        rowKey={({ number }) => number}
        dataSource={rows}
        columns={[
          { key: 'number', title: t('case.changeNumber'), render: (_, { number }) => number },
          { key: 'step', title: t('content.changeStep'), render: (_, { step }) => step },
          { key: 'about', title: t('content.changed'), render: (_, { about }) => about },
          { key: 'detail', title: t('case.changeDetail'), render: (_, { detail }) => detail },
          {
            key: 'amount',
            title: t('content.amount'),
            align: 'right',
            render: (_, { amount }) => <Money amount={amount} />,
          },
        ]}
      />
    </TableScroll>
  );
}

interface Refusal {
  readonly title: Readonly<Record<'zh' | 'en', string>>;
}

/** Why the change cannot be made as the books are now, in words. */
export function ChangeRefused({ code }: { readonly code: string }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['problem', code],
    queryFn: () => call<Refusal>({ path: `/api/v1/problems/${encodeURIComponent(code)}` }),
    staleTime: Infinity,
  });
  const why = data?.title[i18n.language.startsWith('zh') ? 'zh' : 'en'] ?? code;
  return <strong>! {t('case.changeRefused', { why })}</strong>;
}
