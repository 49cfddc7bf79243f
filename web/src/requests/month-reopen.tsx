import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { LongTextField } from '../parts/fields';

/** A closed month that is to be opened again. */
export function MonthReopenFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="month" label={t('content.month')}>
        <Input readOnly />
      </Form.Item>
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
    </>
  );
}
