import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayInput } from '../parts/day-input';
import { DayField, LongTextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';

/** Days on which no doubled interest runs, unless the debtor asked for them. */
export function InterestStayFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('case.stayHelp')}</p>
      <div className="form-grid">
        <DayField name="from" label={t('content.stayFrom')} />
        <Form.Item
          name="to"
          label={t('content.stayTo')}
          dependencies={['from']}
          rules={[
            { required: true, message: t('field.required') },
            ({ getFieldValue }) => ({
              validator: (_, to: string | undefined) => {
                const from = getFieldValue('from') as string | undefined;
                const isAfter = from === undefined || to === undefined || from < to;
                return isAfter ? Promise.resolve() : Promise.reject(new Error(t('case.stayOrder')));
              },
            }),
          ]}
        >
          <DayInput />
        </Form.Item>
        <Form.Item name="requestedByDebtor" valuePropName="checked">
          <Checkbox>{t('content.requestedByDebtor')}</Checkbox>
        </Form.Item>
      </div>
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <OneDocument book={book} />
    </>
  );
}
