import { useMutation } from '@tanstack/react-query';
import { Button, Form, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Allocation, Claims, WhatIf } from '../claim-types';
import { amountRule, DayField } from './fields';
import { today } from './instant';
import { Money } from './money';
import { MoneyInput } from './money-input';
import { ProblemNotice, problemOfError } from './problem-notice';
import { TableScroll } from './table-scroll';

/** A payment that is tried. */
export interface TriedPayment {
  readonly payer: string;
  readonly amount: string;
  readonly paidOn: string;
}

/** Asks the service where a payment would go; it records nothing. */
export const tryPayment = (caseId: string, payment: TriedPayment): Promise<WhatIf> =>
  call<WhatIf>({
    path: `/api/v1/cases/${encodeURIComponent(caseId)}/claims/interest?${new URLSearchParams({ ...payment }).toString()}`,
  });

interface Props {
  readonly caseId: string;
  readonly debtors: Claims['debtors'];
}

/** Who pays how much. */
export function PaymentFields({ debtors }: Pick<Props, 'debtors'>) {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <Form.Item name="payer" label={t('claims.payer')} rules={[required]}>
        <Select options={debtors.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item
        name="amount"
        label={t('claims.amount')}
        rules={[required, amountRule(t('field.amount'))]}
      >
        <MoneyInput />
      </Form.Item>
    </>
  );
}

/** Works out what a payment would discharge, and how much interest it would fix. */
export function WhatIfPanel({ caseId, debtors }: Props) {
  const { t } = useTranslation();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (payment: TriedPayment) => tryPayment(caseId, payment),
  });
  return (
    <section className="panel">
      <h2>{t('claims.calculator')}</h2>
      <p>{t('claims.calculatorHelp')}</p>
      <Form<TriedPayment>
        name="what-if"
        layout="vertical"
        requiredMark={false}
        initialValues={{ paidOn: today() }}
        onFinish={(payment) => {
          mutate(payment);
        }}
      >
        <div className="form-grid">
          <PaymentFields debtors={debtors} />
          <DayField name="paidOn" label={t('claims.paidOn')} />
        </div>
        <Button htmlType="submit" loading={isPending}>
          {t('claims.reckon')}
        </Button>
      </Form>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data && <ProposalTable of={data} />}
    </section>
  );
}

/** Where a payment goes. */
export function ProposalTable({ of: { proposal } }: { readonly of: WhatIf }) {
  const { t } = useTranslation();
  if (proposal === null) return null;
  return (
    <div aria-live="polite">
      <TableScroll label={t('claims.allocation')}>
        <Table<Allocation>
          size="small"
          pagination={false}
          rowKey={(part) => proposal.allocations.indexOf(part)}
          dataSource={[...proposal.allocations]}
          columns={[
            { key: 'item', title: t('claims.item'), render: (_, { itemRef }) => itemRef },
            {
              key: 'part',
              title: t('claims.part'),
              render: (_, { part }) => t(`claims.partOf.${part}`),
            },
            {
              key: 'dueOn',
              title: t('claims.dueOn'),
              render: (_, { dueOn }) => <span className="instant">{dueOn}</span>,
            },
            {
              key: 'amount',
              title: t('claims.amount'),
              align: 'right',
              render: (_, { amount }) => <Money amount={amount} />,
            },
            {
              key: 'fixed',
              title: t('claims.fixed'),
              align: 'right',
              render: (_, { interestFixed }) => <Money amount={interestFixed} />,
            },
          ]}
        />
      </TableScroll>
      <p>
        {t('claims.rest')} <Money amount={proposal.overpaid} /> {t('field.yuan')}
      </p>
    </div>
  );
}
