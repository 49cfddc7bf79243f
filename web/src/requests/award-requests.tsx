import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { amountRule, DayField, LongTextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';

/** An award that was assessed and shown to the public; there is nothing to fill in. */
export function AwardDecisionFields() {
  return null;
}

/** What a defendant paid to the treasury as a sanction. */
export function SanctionRecordFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="amount"
        label={t('content.amount')}
        rules={[{ required: true, message: t('field.required') }, amountRule(t('field.amount'))]}
      >
        <MoneyInput />
      </Form.Item>
      <DayField name="paidOn" label={t('content.paidOn')} />
      <Form.Item name="grade" label={t('content.sanctionGrade')}>
        <Select options={[1, 2, 3].map((value) => ({ value, label: String(value) }))} />
      </Form.Item>
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
      <OneDocument book={book} />
    </>
  );
}

/** An award is taken back, in whole or down to what its rule gives now. */
export function AwardRecallFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="extent" label={t('content.recallExtent')}>
        <Select
          options={(['reduced', 'whole'] as const).map((value) => ({
            value,
            label: t(`award.extentOf.${value}`),
          }))}
        />
      </Form.Item>
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
    </>
  );
}
