import { Button, Form, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { INSTALMENT_DUES } from '../api-types';
import { AttachmentsField } from '../parts/attachments-field';
import { amountRule, DayField, LongTextField, TextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';
import type { FieldsProps } from './fields-props';

const LIMITS = ['perInstance', 'perCase', 'inAll'] as const;
const PERCENT = /^(?:100(?:\.0{1,2})?|[0-9]{1,2}(?:\.[0-9]{1,2})?)$/;

/** An agreement with a law firm: term, scope, limits, instalments. */
export function ServiceAgreementFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField name="number" label={t('content.agreement')} longest={100} />
      <div className="pair">
        <DayField name="from" label={t('content.termFrom')} />
        <DayField name="until" label={t('content.termUntil')} />
      </div>
      <LongTextField name="scope" label={t('content.scope')} longest={5_000} />
      <div className="form-grid">
        {LIMITS.map((limit) => (
          <Form.Item
            key={limit}
            name={limit}
            label={t(`content.${limit}`)}
            rules={[
              { required: true, message: t('field.required') },
              amountRule(t('field.amount')),
            ]}
          >
            <MoneyInput />
          </Form.Item>
        ))}
      </div>
      <InstalmentFields />
      <AttachmentsField book={book ?? ''} name={['documents']} label={t('content.documents')} />
    </>
  );
}

function InstalmentFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const given = (form.getFieldValue('instalments') ?? []) as readonly { amount?: string }[];
  const [part, setPart] = useState<'percent' | 'amount'>(
    given.some(({ amount }) => amount !== undefined) ? 'amount' : 'percent',
  );
  return (
    <Form.List name="instalments">
      {(fields, { add, remove }) => (
        <section aria-label={t('content.instalments')}>
          <h3>{t('content.instalments')}</h3>
          <Radio.Group
            aria-label={t('legal.instalmentPart')}
            value={part}
            options={(['percent', 'amount'] as const).map((value) => ({
              value,
              label: t(`legal.partOf.${value}`),
            }))}
            onChange={({ target }) => {
              setPart(target.value as 'percent' | 'amount');
              form.setFieldValue(
                'instalments',
                fields.map(() => ({})),
              );
            }}
          />
          <p>{t(`legal.partHelp.${part}`)}</p>
          {fields.map(({ key, name }) => (
            <div
              key={key}
              className="form-line"
              role="group"
              aria-label={t('legal.instalment', { number: name + 1 })}
            >
              <span className="form-line-number">{name + 1}</span>
              <div className="form-grid">
                <Form.Item
                  name={[name, 'due']}
                  label={t('content.due')}
                  rules={[{ required: true, message: t('field.required') }]}
                >
                  <Select
                    options={INSTALMENT_DUES.map((due) => ({
                      value: due,
                      label: t(`legal.dueOf.${due}`),
                    }))}
                  />
                </Form.Item>
                {part === 'percent' ? (
                  <TextField
                    name={[name, 'percent']}
                    label={t('content.percent')}
                    longest={6}
                    pattern={PERCENT}
                    otherwise={t('legal.percentHelp')}
                  />
                ) : (
                  <Form.Item
                    name={[name, 'amount']}
                    label={t('content.instalmentAmount')}
                    rules={[
                      { required: true, message: t('field.required') },
                      amountRule(t('field.amount')),
                    ]}
                  >
                    <MoneyInput />
                  </Form.Item>
                )}
              </div>
              <Button
                aria-label={t('legal.removeInstalment', { number: name + 1 })}
                onClick={() => {
                  remove(name);
                }}
              >
                ✕
              </Button>
            </div>
          ))}
          <Button
            type="dashed"
            onClick={() => {
              add({});
            }}
          >
            {t('legal.addInstalment')}
          </Button>
        </section>
      )}
    </Form.List>
  );
}
