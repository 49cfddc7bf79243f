import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { EngagementChoices } from '../api-types';
import { withThousands } from '../parts/amount';
import { amountRule, DayField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';

const INSTANCES = [1, 2, 3] as const;
const NONE: EngagementChoices = { agreements: [], lawyers: [], cases: [], organizations: [] };

/** A law firm takes on an instance of a case for an organization. */
export function LegalEngagementFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const firm = form.getFieldValue('lawFirm') as string | undefined;
  const { data = NONE, error } = useQuery({
    queryKey: ['legal', 'choices', firm],
    queryFn: () =>
      call<EngagementChoices>({
        path: `/api/v1/law-firms/${encodeURIComponent(firm ?? '')}/engagement-choices`,
      }),
    enabled: firm !== undefined,
  });
  return (
    <>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      <Choice
        name="agreement"
        label={t('content.agreement')}
        choices={data.agreements.map(({ id, number, remaining }) => ({
          value: id,
          label: t('legal.agreementChoice', { number, remaining: withThousands(remaining) }),
        }))}
      />
      <Choice
        name="case"
        label={t('content.case')}
        choices={data.cases.map(({ id, number, court }) => ({
          value: id,
          label: `${number} ${court}`,
        }))}
      />
      <Choice
        name="organization"
        label={t('content.represented')}
        choices={data.organizations.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Choice
        name="lawyers"
        label={t('content.engagedLawyers')}
        isMultiple
        choices={data.lawyers.map(({ id, name, field }) => ({
          value: id,
          label: `${name} (${field})`,
        }))}
      />
      <div className="pair">
        <Form.Item
          name="instance"
          label={t('content.instance')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <Select
            options={INSTANCES.map((instance) => ({
              value: instance,
              label: t(`legal.instanceOf.${instance}`),
            }))}
          />
        </Form.Item>
        <DayField name="engagedOn" label={t('content.engagedOn')} />
      </div>
      <Form.Item
        name="fee"
        label={t('content.fee')}
        rules={[{ required: true, message: t('field.required') }, amountRule(t('field.amount'))]}
      >
        <MoneyInput />
      </Form.Item>
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly choices: { readonly value: string; readonly label: string }[];
  readonly isMultiple?: boolean;
}

function Choice({ name, label, choices, isMultiple = false }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('field.required') }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={choices}
        notFoundContent={t('legal.nothingToChoose')}
        {...(isMultiple && { mode: 'multiple' as const })}
      />
    </Form.Item>
  );
}
