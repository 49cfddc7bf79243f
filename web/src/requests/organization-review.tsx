import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayField, LongTextField } from '../parts/fields';

/** A reviewer's opinion on what only a person can judge. */
export function OrganizationReviewFields() {
  const { t } = useTranslation();
  return (
    <>
      <DayField name="asOf" label={t('content.asOf')} />
      <Form.Item
        name="favourable"
        label={t('content.favourable')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Radio.Group
          options={[
            { value: true, label: t('organization.favourable') },
            { value: false, label: t('organization.unfavourable') },
          ]}
        />
      </Form.Item>
      <LongTextField name="opinion" label={t('content.opinion')} longest={5_000} />
    </>
  );
}
