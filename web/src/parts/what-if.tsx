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
  /** Ids of the items that the payer wants discharged first, in this order. */
  readonly designated?: readonly string[];
}

/** Asks the service where a payment would go; it records nothing. */
export function tryPayment(
  caseId: string,
  { designated = [], ...payment }: TriedPayment,
): Promise<WhatIf> {
  const asked = new URLSearchParams({ ...payment });
  if (designated.length > 0) asked.set('designated', designated.join());
  return call<WhatIf>({
    path: `/api/v1/cases/${encodeURIComponent(caseId)}/claims/interest?${asked.toString()}`,
  });
}

interface Props {
  readonly caseId: string;
  readonly claims: Claims;
}

/** Who pays how much. */
export function PaymentFields({ claims: { debtors } }: Pick<Props, 'claims'>) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <Form.Item name="payer" label={t('claims.payer')} rules={[required]}>
        <Select
          options={debtors.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={() => {
            // What another one owes cannot be chosen any more.
            if (form.getFieldValue('designated') !== undefined) {
              form.setFieldValue('designated', []);
            }
          }}
        />
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

/** Which debts the payer wants discharged first (清偿指定); the order of choosing counts. */
export function DesignatedField({ claims: { items } }: Pick<Props, 'claims'>) {
  const { t } = useTranslation();
  const payer = Form.useWatch<string | undefined>('payer', Form.useFormInstance());
  const choices = items.filter(
    ({ isOwed, debtors }) => isOwed && debtors.some(({ id }) => id === payer),
  );
  return (
    <Form.Item name="designated" label={t('claims.designated')} extra={t('claims.designatedHelp')}>
      <Select
        mode="multiple"
        options={choices.map(({ id, ref, kind }) => ({
          value: id,
          label: `${ref} ${t(`claims.kindOf.${kind}`)}`,
        }))}
      />
    </Form.Item>
  );
}

/** Works out what a payment would discharge, and how much interest it would fix. */
export function WhatIfPanel({ caseId, claims }: Props) {
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
        initialValues={{ paidOn: today(), designated: [] }}
        onFinish={(payment) => {
          mutate(payment);
        }}
      >
        <div className="form-grid">
          <PaymentFields claims={claims} />
          <DayField name="paidOn" label={t('claims.paidOn')} />
          <div className="form-wide">
            <DesignatedField claims={claims} />
          </div>
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
