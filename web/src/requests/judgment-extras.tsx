import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CaseDetail, categoriesOf } from '../api-types';
import { amountRule, DayField, LongTextField, TextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';

interface Props {
  readonly of: CaseDetail | undefined;
}

/** What a judgment says beside its money: what is to be restored in kind, and which costs it refused. */
export function JudgmentExtras({ of }: Props) {
  return (
    <>
      <InKind of={of} />
      <RefusedCosts />
    </>
  );
}

function InKind({ of }: Props) {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <Form.List name="inKind">
      {(fields, { add, remove }) => (
        <section aria-label={t('content.inKind')}>
          <h3>{t('content.inKind')}</h3>
          {fields.map(({ key, name }) => (
            <div key={key} className="form-line">
              <span className="form-line-number">{name + 1}</span>
              <div className="grow">
                <LongTextField
                  name={[name, 'work']}
                  label={t('content.inKindWork')}
                  longest={1_000}
                  rows={2}
                />
                <div className="form-grid">
                  <DayField name={[name, 'dueOn']} label={t('content.dueOn')} isOptional />
                  <Form.Item
                    name={[name, 'defendants']}
                    label={t('content.debtor')}
                    rules={[required]}
                  >
                    <Select
                      mode="multiple"
                      options={(of?.defendants ?? []).map(({ id, name: called }) => ({
                        value: id,
                        label: called,
                      }))}
                    />
                  </Form.Item>
                </div>
              </div>
              <Button
                aria-label={t('case.removeInKind', { number: name + 1 })}
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
            {t('case.addInKind')}
          </Button>
        </section>
      )}
    </Form.List>
  );
}

function RefusedCosts() {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <Form.List name="refusedCosts">
      {(fields, { add, remove }) => (
        <section aria-label={t('content.refusedCosts')}>
          <h3>{t('content.refusedCosts')}</h3>
          {fields.map(({ key, name }) => (
            <div key={key} className="form-line">
              <span className="form-line-number">{name + 1}</span>
              <div className="form-grid">
                <Form.Item
                  name={[name, 'category']}
                  label={t('content.category')}
                  rules={[required]}
                >
                  <Select
                    options={categoriesOf('special_fund').map((value) => ({
                      value,
                      label: t(`budget.categoryOf.${value}`),
                    }))}
                  />
                </Form.Item>
                <Form.Item
                  name={[name, 'amount']}
                  label={t('content.amount')}
                  rules={[required, amountRule(t('field.amount'))]}
                >
                  <MoneyInput />
                </Form.Item>
                <TextField name={[name, 'reason']} label={t('content.reason')} longest={500} />
              </div>
              <Button
                aria-label={t('case.removeRefused', { number: name + 1 })}
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
            {t('case.addRefused')}
          </Button>
        </section>
      )}
    </Form.List>
  );
}
