import { Button, Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, ItemKind, LiabilityMode } from '../api-types';
import { amountRule, DayField, TextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';

const KINDS: readonly ItemKind[] = [
  'fund_costs',
  'organization_costs',
  'restoration',
  'emergency',
  'service_loss',
  'permanent_loss',
  'penal',
];
const COSTS: readonly (ItemKind | undefined)[] = ['fund_costs', 'organization_costs'];
const MODES: readonly LiabilityMode[] = ['sole', 'joint', 'several', 'joint_capped'];

/** Above 0 and below 100, with at most four decimals. */
const YEARLY_PERCENT = /^(?!0{1,2}(?:\.0{1,4})?$)[0-9]{1,2}(?:\.[0-9]{1,4})?$/;

interface Props {
  readonly at: number;
  readonly of: CaseDetail | undefined;
  readonly onRemove: () => void;
}

/** One order of a judgment: what for, how much, until when, and who owes it. */
export function JudgmentItemFields({ at, of, onRemove }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const kind = Form.useWatch(['items', at, 'kind'], form) as ItemKind | undefined;
  const mode = Form.useWatch(['items', at, 'liability', 'mode'], form) as LiabilityMode | undefined;
  const conditional = Form.useWatch(['items', at, 'conditional'], form) as boolean | undefined;
  const instalments = (Form.useWatch(['items', at, 'instalments'], form) ?? []) as unknown[];
  const required = { required: true, message: t('field.required') };
  return (
    <div className="form-line" role="group" aria-label={t('case.itemNumber', { number: at + 1 })}>
      <span className="form-line-number">{at + 1}</span>
      <div className="grow">
        <div className="form-grid">
          <TextField name={[at, 'ref']} label={t('content.judgmentItem')} longest={50} />
          <Form.Item name={[at, 'kind']} label={t('content.itemKind')} rules={[required]}>
            <Select
              popupMatchSelectWidth={false}
              options={KINDS.map((value) => ({ value, label: t(`case.itemKindOf.${value}`) }))}
            />
          </Form.Item>
          <Form.Item
            name={[at, 'amount']}
            label={t('content.amount')}
            rules={[required, amountRule(t('field.amount'))]}
          >
            <MoneyInput />
          </Form.Item>
          {kind === 'organization_costs' && (
            <Form.Item
              name={[at, 'organization']}
              label={t('content.organization')}
              rules={[required]}
            >
              <Select
                options={(of?.plaintiffs ?? []).map(({ organization, name }) => ({
                  value: organization,
                  label: name,
                }))}
              />
            </Form.Item>
          )}
          {instalments.length === 0 && (
            <DayField name={[at, 'dueOn']} label={t('content.dueOn')} isOptional />
          )}
          <Form.Item name={[at, 'liability', 'mode']} label={t('content.liability')}>
            <Select options={MODES.map((value) => ({ value, label: t(`case.modeOf.${value}`) }))} />
          </Form.Item>
          {!COSTS.includes(kind) && (
            <Form.Item name={[at, 'conditional']} valuePropName="checked">
              <Checkbox>{t('content.conditional')}</Checkbox>
            </Form.Item>
          )}
          <Form.Item name={[at, 'interest']} valuePropName="checked">
            <Checkbox>{t('content.bearsInterest')}</Checkbox>
          </Form.Item>
          {!COSTS.includes(kind) && conditional !== true && <GeneralInterest at={at} />}
        </div>
        <Debtors at={at} of={of} mode={mode} />
        {(mode === 'sole' || mode === 'joint') && <Instalments at={at} />}
      </div>
      <Button aria-label={t('case.removeItem', { number: at + 1 })} onClick={onRemove}>
        ✕
      </Button>
    </div>
  );
}

/** General interest that the judgment orders: its rate, and once there is one the day from which it runs. */
function GeneralInterest({ at }: Pick<Props, 'at'>) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const percent = Form.useWatch(['items', at, 'generalInterest', 'yearlyPercent'], form) as
    string | undefined;
  return (
    <>
      <TextField
        name={[at, 'generalInterest', 'yearlyPercent']}
        label={t('content.generalPercent')}
        longest={7}
        pattern={YEARLY_PERCENT}
        otherwise={t('content.generalPercentWrong')}
        example="3.85"
        isOptional
      />
      {percent !== undefined && percent !== '' && (
        <DayField name={[at, 'generalInterest', 'from']} label={t('content.generalFrom')} />
      )}
    </>
  );
}

interface DebtorsProps extends Omit<Props, 'onRemove'> {
  readonly mode: LiabilityMode | undefined;
}

function Debtors({ at, of, mode }: DebtorsProps) {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <Form.List name={[at, 'liability', 'debtors']}>
      {(fields, { add, remove }) => (
        <section aria-label={t('case.debtors')}>
          {fields.map(({ key, name }) => (
            <div
              key={key}
              className="form-line"
              role="group"
              aria-label={t('case.debtorNumber', { number: name + 1 })}
            >
              <div className="form-grid">
                <Form.Item
                  name={[name, 'defendant']}
                  label={t('content.debtor')}
                  rules={[required]}
                >
                  <Select
                    options={(of?.defendants ?? []).map(({ id, name: called }) => ({
                      value: id,
                      label: called,
                    }))}
                  />
                </Form.Item>
                {mode === 'several' && (
                  <>
                    <Form.Item
                      name={[name, 'share']}
                      label={t('content.share')}
                      rules={[required, amountRule(t('field.amount'))]}
                    >
                      <MoneyInput />
                    </Form.Item>
                    <DayField name={[name, 'dueOn']} label={t('content.dueOn')} isOptional />
                  </>
                )}
                {mode === 'joint_capped' && (
                  <Form.Item
                    name={[name, 'cap']}
                    label={t('content.cap')}
                    rules={[amountRule(t('field.amount'))]}
                  >
                    <MoneyInput />
                  </Form.Item>
                )}
              </div>
              {fields.length > 1 && (
                <Button
                  aria-label={t('case.removeDebtor', { number: name + 1 })}
                  onClick={() => {
                    remove(name);
                  }}
                >
                  ✕
                </Button>
              )}
            </div>
          ))}
          {mode !== 'sole' && (
            <Button
              size="small"
              onClick={() => {
                add({});
              }}
            >
              {t('case.addDebtor')}
            </Button>
          )}
        </section>
      )}
    </Form.List>
  );
}

function Instalments({ at }: Pick<Props, 'at'>) {
  const { t } = useTranslation();
  return (
    <Form.List name={[at, 'instalments']}>
      {(fields, { add, remove }) => (
        <section aria-label={t('content.instalments')}>
          {fields.map(({ key, name }) => (
            <div key={key} className="form-line">
              <div className="form-grid">
                <DayField name={[name, 'dueOn']} label={t('content.dueOn')} />
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
              </div>
              <Button
                aria-label={t('case.removeInstalment', { number: name + 1 })}
                onClick={() => {
                  remove(name);
                }}
              >
                ✕
              </Button>
            </div>
          ))}
          <Button
            size="small"
            onClick={() => {
              add({});
            }}
          >
            {t('case.addInstalment')}
          </Button>
        </section>
      )}
    </Form.List>
  );
}
