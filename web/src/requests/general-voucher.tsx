import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBook } from '../parts/book-shell';
import { DayField, TextField } from '../parts/fields';
import { Loading } from '../parts/loading';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { VoucherLines } from '../parts/voucher-lines';
import type { FieldsProps } from './fields-props';

/** A voucher (记账凭证) as it is typed. */
export function GeneralVoucherFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const { data, error } = useBook(book ?? '');
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <div className="voucher-head">
        <DayField name="businessOn" label={t('content.businessOn')} />
        <TextField name="summary" label={t('content.summary')} longest={500} />
      </div>
      <VoucherLines accounts={data.voucherAccounts} />
      <Form.Item name="adjusting" valuePropName="checked" extra={t('voucher.adjustingHelp')}>
        <Checkbox>{t('content.adjusting')}</Checkbox>
      </Form.Item>
    </>
  );
}
