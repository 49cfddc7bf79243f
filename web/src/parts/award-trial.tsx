import { useMutation } from '@tanstack/react-query';
import { Button, Form, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { AwardTrialShown } from '../award-types';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { TableScroll } from './table-scroll';
import { withoutEmpty } from './without-empty';

type Row = AwardTrialShown['cases'][number];

/** What the policy that is typed would give in the bureau's cases, beside the one in force; nothing is kept. */
export function AwardTrial() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () =>
      call<AwardTrialShown>({
        path: '/api/v1/award-policies/trial',
        method: 'POST',
        body: withoutEmpty({ value: form.getFieldValue('value') as object }),
      }),
  });
  return (
    <section className="panel" aria-label={t('award.trial')}>
      <h3>{t('award.trial')}</h3>
      <p>{t('award.trialHelp')}</p>
      <Button
        loading={isPending}
        onClick={() => {
          mutate();
        }}
      >
        {t('award.tryIt')}
      </Button>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data && <Trial of={data} />}
    </section>
  );
}

function Trial({ of }: { readonly of: AwardTrialShown }) {
  const { t } = useTranslation();
  const amount = (field: 'inForce' | 'draft' | 'difference') => ({
    key: field,
    title: t(`award.trialOf.${field}`),
    align: 'right' as const,
    render: (_: unknown, row: Row) => <Money amount={row[field]} />,
  });
  return (
    <TableScroll label={t('award.trial')}>
      <Table<Row>
        size="small"
        pagination={false}
        rowKey={({ case: { id } }) => id}
        dataSource={[...of.cases]}
        columns={[
          { key: 'case', title: t('content.caseNumber'), render: (_, row) => row.case.number },
          {
            key: 'base',
            title: t('award.base'),
            align: 'right',
            render: (_, { base }) => <Money amount={base} />,
          },
          amount('inForce'),
          amount('draft'),
          amount('difference'),
        ]}
        summary={() => (
          <Table.Summary.Row>
            <Table.Summary.Cell index={0} colSpan={2}>
              {t('content.total')}
            </Table.Summary.Cell>
            {(['inForce', 'draft', 'difference'] as const).map((field, index) => (
              <Table.Summary.Cell key={field} index={index + 2} align="right">
                <Money amount={of.total[field]} />
              </Table.Summary.Cell>
            ))}
          </Table.Summary.Row>
        )}
      />
    </TableScroll>
  );
}
