import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayField, LongTextField, TextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { useCase } from './judgment';
import { OneDocument } from './one-document';

const SECURITIES = ['guarantor', 'collateral'] as const;

/** Enforcement against a defendant is deferred: from when to when, and what secures the debt. */
export function EnforcementDeferralFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const { detail } = useCase((Form.useWatch('case', { form, preserve: true }) ?? '') as string);
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <div className="form-grid">
        <Form.Item name="defendant" label={t('content.debtor')} rules={[required]}>
          <Select
            options={(detail?.defendants ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <DayField name="from" label={t('content.deferredFrom')} />
        <DayField name="until" label={t('content.deferredUntil')} help={t('case.deferralAtMost')} />
        <Form.Item name="security" label={t('content.security')} rules={[required]}>
          <Select
            options={SECURITIES.map((value) => ({ value, label: t(`case.securityOf.${value}`) }))}
          />
        </Form.Item>
        <TextField name="securedBy" label={t('content.securedBy')} longest={200} />
      </div>
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <OneDocument book={book} />
    </>
  );
}
