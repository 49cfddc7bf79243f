import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AwardTerms } from '../api-types';
import { AwardTrial } from '../parts/award-trial';
import { MoneyInput } from '../parts/money-input';

const RATE = /^(?:0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?)$/;
const ORDERS: readonly AwardTerms['poolOrder'][] = [
  ['sanction_quota', 'award_fund'],
  ['award_fund', 'sanction_quota'],
];

type Path = (string | number)[];

function RateField({ name, label }: { readonly name: Path; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[{ required: true, pattern: RATE, message: t('award.terms.rateRule') }]}
    >
      <Input autoComplete="off" inputMode="decimal" maxLength={8} />
    </Form.Item>
  );
}

function YuanField({ name, label }: { readonly name: Path; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('field.required') }]}>
      <MoneyInput inWords={false} />
    </Form.Item>
  );
}

/** How awards are computed, and what the draft would give beside what the policy in force gives. */
export function AwardPolicyFields() {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('award.noLaw')}</p>
      <Bands />
      <div className="form-grid">
        {(['win', 'partialWin', 'mediation'] as const).map((factor) => (
          <RateField
            key={factor}
            name={['value', 'factors', factor]}
            label={t(`award.terms.${factor}`)}
          />
        ))}
        {(['injunctionOnlyWin', 'withdrawnClaimsRealized'] as const).map((fixed) => (
          <YuanField
            key={fixed}
            name={['value', 'fixed', fixed]}
            label={t(`award.terms.${fixed}`)}
          />
        ))}
        <YuanField name={['value', 'floor']} label={t('award.terms.floor')} />
        <YuanField name={['value', 'caps', 'awardFund']} label={t('award.terms.capAwardFund')} />
        <YuanField
          name={['value', 'caps', 'sanctionQuota']}
          label={t('award.terms.capSanctionQuota')}
        />
        <YuanField name={['value', 'caps', 'combined']} label={t('award.terms.capCombined')} />
        {(['first', 'second', 'third'] as const).map((grade) => (
          <RateField
            key={grade}
            name={['value', 'grades', grade]}
            label={t(`award.terms.${grade}`)}
          />
        ))}
        <Form.Item name={['value', 'poolOrder']} label={t('award.terms.poolOrder')}>
          <PoolOrder />
        </Form.Item>
        <Form.Item name={['value', 'sharing']} label={t('award.terms.sharing')}>
          <Select
            options={(['agreed', 'equal'] as const).map((value) => ({
              value,
              label: t(`award.sharing.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name={['value', 'noticeDays']}
          label={t('award.terms.noticeDays')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <InputNumber min={1} max={90} precision={0} />
        </Form.Item>
      </div>
      <AwardTrial />
    </>
  );
}

function Bands() {
  const { t } = useTranslation();
  return (
    <Form.List name={['value', 'bands']}>
      {(bands, { add, remove }) => (
        <section aria-label={t('award.terms.bands')}>
          {bands.map(({ key, name }) => (
            <div
              key={key}
              className="form-line"
              role="group"
              aria-label={t('award.terms.band', { number: name + 1 })}
            >
              <span className="form-line-number">{name + 1}</span>
              <div className="form-grid">
                {name < bands.length - 1 && (
                  <Form.Item
                    name={[name, 'upTo']}
                    label={t('policy.upTo')}
                    rules={[{ required: true, message: t('field.required') }]}
                  >
                    <MoneyInput inWords={false} />
                  </Form.Item>
                )}
                <RateField name={[name, 'rate']} label={t('award.terms.rate')} />
              </div>
              {name < bands.length - 1 && (
                <Button
                  aria-label={t('award.terms.removeBand', { number: name + 1 })}
                  onClick={() => {
                    remove(name);
                  }}
                >
                  ✕
                </Button>
              )}
            </div>
          ))}
          <Button
            type="dashed"
            onClick={() => {
              add({ rate: '0.01' }, bands.length - 1);
            }}
          >
            {t('award.terms.addBand')}
          </Button>
        </section>
      )}
    </Form.List>
  );
}

interface OrderProps {
  readonly id?: string;
  readonly value?: AwardTerms['poolOrder'];
  readonly onChange?: (order: AwardTerms['poolOrder']) => void;
}

/** Which pool gives first. */
function PoolOrder({ id, value = [], onChange }: OrderProps) {
  const { t } = useTranslation();
  return (
    <Select
      {...(id !== undefined && { id })}
      value={value.join()}
      options={ORDERS.map((order) => ({
        value: order.join(),
        label: order.map((pool) => t(`award.pool.${pool}`)).join(' → '),
      }))}
      onChange={(chosen) => {
        const order = ORDERS.find((one) => one.join() === chosen);
        if (order) onChange?.(order);
      }}
    />
  );
}
