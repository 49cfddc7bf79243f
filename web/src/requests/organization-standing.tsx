import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayField, LongTextField } from '../parts/fields';

const ACTIONS = ['penalty', 'suspend', 'resume', 'deregister'] as const;
const CAUSES = ['business', 'other'] as const;

/** A penalty, or whether an organization may ask for money. */
export function OrganizationStandingFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const action = Form.useWatch('action', form) as string | undefined;
  return (
    <>
      <Form.Item
        name="action"
        label={t('content.standingAction')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select
          options={ACTIONS.map((one) => ({
            value: one,
            label: t(`organization.standingOf.${one}`),
          }))}
        />
      </Form.Item>
      <DayField name="effectiveOn" label={t('content.effectiveOn')} />
      {action === 'penalty' && (
        <Form.Item
          name="cause"
          label={t('content.cause')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <Select
            options={CAUSES.map((one) => ({ value: one, label: t(`organization.causeOf.${one}`) }))}
          />
        </Form.Item>
      )}
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
    </>
  );
}
