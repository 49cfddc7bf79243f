import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { type Claims, RECEIPT_KINDS } from '../claim-types';
import { DayField, LongTextField, TextField } from '../parts/fields';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { PaymentFields } from '../parts/what-if';
import { AgreedAllocations } from './agreed-allocations';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';

/** Money of a defendant that goes other than the rule says: to what, why, and by which paper. */
export function ReceiptDepartureFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const id = (Form.useWatch('case', { form, preserve: true }) ?? '') as string;
  const on = today();
  const { data, error } = useQuery({
    queryKey: ['claims', id, on],
    queryFn: () => call<Claims>({ path: `/api/v1/cases/${id}/claims?on=${on}` }),
    enabled: id !== '',
  });
  return (
    <>
      <p>{t('claims.departureHelp')}</p>
      <Form.Item name="case" hidden noStyle children={<input type="hidden" />} />
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data === undefined ? (
        error === null && <Loading />
      ) : (
        <>
          <div className="form-grid">
            <PaymentFields claims={data} />
            <Form.Item name="kind" label={t('claims.how')}>
              <Select
                options={RECEIPT_KINDS.map((value) => ({
                  value,
                  label: t(`claims.howOf.${value}`),
                }))}
              />
            </Form.Item>
            <DayField name="receivedOn" label={t('claims.receivedOn')} />
            <TextField name="bankReference" label={t('claims.bankReference')} longest={100} />
          </div>
          <AgreedAllocations caseId={id} claims={data} />
        </>
      )}
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <OneDocument book={book} />
    </>
  );
}
