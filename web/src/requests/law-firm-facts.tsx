import { Button, Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { TENDER_METHODS } from '../api-types';
import { AttachmentsField } from '../parts/attachments-field';
import { amountRule, DayField, TextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';

const LICENCE = /^[0-9A-Z]{8,20}$/;

/** What the register says of a law firm. */
export function LawFirmFactsFields({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField name={['facts', 'name']} label={t('content.name')} />
      <div className="pair">
        <TextField
          name={['facts', 'licenceNumber']}
          label={t('content.licenceNumber')}
          longest={20}
          pattern={LICENCE}
          otherwise={t('legal.licenceHelp')}
        />
        <TextField
          name={['facts', 'region']}
          label={t('content.region')}
          help={t('legal.regionHelp')}
          longest={6}
          pattern={/^[0-9]{6}$/}
          otherwise={t('field.sixDigits')}
        />
      </div>
      <SourceFields />
      <LawyerFields />
      <AttachmentsField book={book} name={['facts', 'documents']} label={t('content.documents')} />
    </>
  );
}

function SourceFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const source = ['facts', 'source'];
  const kind = Form.useWatch([...source, 'kind'], form) as string | undefined;
  const isTender = kind === 'tender';
  const required = { required: true, message: t('field.required') };
  return (
    <section aria-label={t('content.source')}>
      <h3>{t('content.source')}</h3>
      <div className="form-grid">
        <Form.Item name={[...source, 'kind']} label={t('legal.sourceKind')} rules={[required]}>
          <Select
            options={(['recommended_list', 'tender'] as const).map((value) => ({
              value,
              label: t(`legal.sourceOf.${value}`),
            }))}
          />
        </Form.Item>
        <TextField
          name={[...source, 'number']}
          label={t(isTender ? 'legal.tenderNumber' : 'legal.listNumber')}
          longest={100}
        />
        <DayField name={[...source, 'on']} label={t('content.sourceOn')} />
        {!isTender && <TextField name={[...source, 'authority']} label={t('content.authority')} />}
        {isTender && (
          <>
            <Form.Item
              name={[...source, 'method']}
              label={t('content.tenderMethod')}
              rules={[required]}
            >
              <Select
                options={TENDER_METHODS.map((value) => ({
                  value,
                  label: t(`legal.methodOf.${value}`),
                }))}
              />
            </Form.Item>
            <Form.Item
              name={[...source, 'bidders']}
              label={t('content.bidders')}
              rules={[required]}
            >
              <InputNumber min={1} max={1_000} precision={0} />
            </Form.Item>
            <Form.Item
              name={[...source, 'winningPrice']}
              label={t('content.winningPrice')}
              rules={[required, amountRule(t('field.amount'))]}
            >
              <MoneyInput />
            </Form.Item>
          </>
        )}
      </div>
    </section>
  );
}

function LawyerFields() {
  const { t } = useTranslation();
  return (
    <Form.List name={['facts', 'lawyers']}>
      {(fields, { add, remove }) => (
        <section aria-label={t('content.lawyers')}>
          <h3>{t('content.lawyers')}</h3>
          {fields.map(({ key, name }) => (
            <div
              key={key}
              className="form-line"
              role="group"
              aria-label={t('legal.lawyer', { number: name + 1 })}
            >
              <span className="form-line-number">{name + 1}</span>
              <div className="form-grid">
                <TextField name={[name, 'name']} label={t('content.lawyer')} longest={60} />
                <TextField
                  name={[name, 'licenceNumber']}
                  label={t('legal.lawyerLicence')}
                  longest={20}
                  pattern={LICENCE}
                  otherwise={t('legal.licenceHelp')}
                />
                <TextField
                  name={[name, 'field']}
                  label={t('content.practiceField')}
                  longest={100}
                />
              </div>
              <Button
                aria-label={t('legal.removeLawyer', { number: name + 1 })}
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
            {t('legal.addLawyer')}
          </Button>
        </section>
      )}
    </Form.List>
  );
}
