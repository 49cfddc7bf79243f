import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayField, LongTextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';

/** Days on which no doubled interest runs, unless the debtor asked for them. */
export function InterestStayFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="form-grid">
        <DayField name="from" label={t('content.stayFrom')} />
        <DayField name="to" label={t('content.stayTo')} />
        <Form.Item name="requestedByDebtor" valuePropName="checked">
          <Checkbox>{t('content.requestedByDebtor')}</Checkbox>
        </Form.Item>
      </div>
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <OneDocument book={book} />
    </>
  );
}
