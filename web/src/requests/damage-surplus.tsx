import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { type DamageFund, SURPLUS_USES } from '../damage-types';
import { LongTextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { RemittanceFields } from './recovery-fields';
import { PlanFields } from './restoration-plan';

interface Surplus {
  readonly goesTo?: string;
  readonly case?: string;
  readonly amount?: string;
  readonly reason?: string;
  readonly payee?: object;
  readonly plan?: { readonly case?: string; readonly [field: string]: unknown };
}

/** The content of a surplus is a plan or a payment; what was begun for the other one is left out. */
export function surplusOf(values: object): object {
  const { goesTo, reason, amount, payee, plan, case: of = plan?.case }: Surplus = values;
  if (goesTo === 'treasury') return { goesTo, reason, case: of, amount, payee };
  return { goesTo, reason, plan: { ...plan, case: plan?.case ?? of } };
}

/** Out of the trust account alone; on the treasury route it lapses with its budget. */
function useIsInTrust(caseId: string): boolean {
  const { data } = useQuery({
    queryKey: ['damage-fund', caseId],
    queryFn: () =>
      call<DamageFund>({ path: `/api/v1/cases/${encodeURIComponent(caseId)}/damage-fund` }),
    enabled: caseId !== '',
  });
  return data?.route === 'trust_account';
}

/** What plans left: a further plan for the same place, substitute restoration, or the treasury. */
export function SurplusFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const goesTo = Form.useWatch('goesTo', form) as string | undefined;
  const { case: own = '', plan } = form.getFieldsValue(true) as Surplus;
  const of = plan?.case ?? own;
  const isInTrust = useIsInTrust(of);
  const offered = SURPLUS_USES.filter((use) => use !== 'treasury' || isInTrust);
  return (
    <>
      <Form.Item
        name="goesTo"
        label={t('content.surplusUse')}
        rules={[{ required: true, message: t('field.required') }]}
        extra={t(isInTrust ? 'damage.surplusHelp' : 'damage.surplusLapses')}
      >
        <Select
          options={offered.map((value) => ({ value, label: t(`damage.surplusTo.${value}`) }))}
        />
      </Form.Item>
      {goesTo === 'treasury' && <RemittanceFields book={book} />}
      {goesTo !== undefined && goesTo !== 'treasury' && (
        <>
          <LongTextField name="reason" label={t('content.reason')} longest={500} />
          <Form.Item name={['plan', 'case']} initialValue={of} hidden noStyle>
            <input type="hidden" />
          </Form.Item>
          <PlanFields book={book} under={['plan']} />
        </>
      )}
    </>
  );
}
